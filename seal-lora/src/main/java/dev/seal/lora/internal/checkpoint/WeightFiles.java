package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The safetensors files of a model, one or several with an index, together holding exactly the
 * tensors of its configuration.
 */
final class WeightFiles implements AutoCloseable {

  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  /** A plain file name: nothing in it can lead out of the folder. */
  private static final Pattern SAFE_NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors");

  /** A table that old Llama checkpoints carry and nobody reads: it follows from the rotary base. */
  private static final Pattern DERIVED =
      Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq");

  private final Map<String, SafetensorsFile> files = new TreeMap<>();
  private final Map<String, SafetensorsFile> fileOfTensor = new LinkedHashMap<>();

  private WeightFiles() {}

  static WeightFiles open(ModelFiles folder, ModelConfig config) {
    WeightFiles weights = new WeightFiles();
    try {
      if (folder.has(SINGLE)) {
        weights.add(folder, SINGLE);
      } else if (folder.has(INDEX)) {
        weights.addIndexed(folder);
      } else {
        throw noWeights(folder);
      }
      weights.check(folder.name(), config);
      return weights;
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  SafetensorsFile fileOf(String tensor) {
    SafetensorsFile file = fileOfTensor.get(tensor);
    if (file == null) {
      throw new IllegalArgumentException("the model has no tensor " + tensor);
    }
    return file;
  }

  private void add(ModelFiles folder, String name) {
    SafetensorsFile file = SafetensorsFile.of(folder.open(name));
    files.put(name, file);
    for (String tensor : file.tensorNames()) {
      SafetensorsFile other = fileOfTensor.put(tensor, file);
      if (other != null) {
        throw new ModelFormatException(
            "tensor "
                + tensor
                + " is both in "
                + other.name()
                + " and in "
                + file.name()
                + "; get the model again");
      }
    }
  }

  private void addIndexed(ModelFiles folder) {
    JsonFields map =
        StrictJson.object(folder.nameOf(INDEX), folder.text(INDEX)).fields("weight_map");
    for (String tensor : map.keys()) {
      String name = map.string(tensor);
      if (!SAFE_NAME.matcher(name).matches()) {
        throw new ModelFormatException(
            "%s: tensor %s is said to be in \"%s\"; it must be the plain name of a .safetensors file in the same folder"
                .formatted(map.file(), tensor, name));
      }
      if (!files.containsKey(name)) {
        if (!folder.has(name)) {
          throw new ModelFormatException(
              "%s names the file %s, which is not there; get the model again"
                  .formatted(map.file(), name));
        }
        add(folder, name);
      }
      if (fileOfTensor.get(tensor) != files.get(name)) {
        throw new ModelFormatException(
            "%s says that tensor %s is in %s, but it is not; get the model again"
                .formatted(map.file(), tensor, name));
      }
    }
    for (String tensor : fileOfTensor.keySet()) {
      if (!map.has(tensor)) {
        throw new ModelFormatException(
            "%s does not name tensor %s of %s; get the model again"
                .formatted(map.file(), tensor, fileOf(tensor).name()));
      }
    }
  }

  private void check(String folder, ModelConfig config) {
    Map<String, long[]> expected = ModelTensors.shapes(config);
    fileOfTensor.keySet().removeIf(name -> DERIVED.matcher(name).matches());
    List<String> missing =
        expected.keySet().stream().filter(name -> !fileOfTensor.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new ModelFormatException(
          "%s lacks %d tensors that its config.json calls for, such as %s; get the model again"
              .formatted(folder, missing.size(), missing.get(0)));
    }
    SafetensorsFile repeated =
        config.tiedEmbeddings() ? fileOfTensor.remove(ModelTensors.OUTPUT) : null;
    for (Map.Entry<String, SafetensorsFile> tensor : fileOfTensor.entrySet()) {
      String name = tensor.getKey();
      SafetensorsFile file = tensor.getValue();
      long[] shape = expected.get(name);
      if (shape == null) {
        throw new UnsupportedModelException(
            "%s: tensor %s is not part of the %s model that config.json describes; choose another model"
                .formatted(file.name(), name, config.architecture().id()));
      }
      if (!Arrays.equals(shape, file.shape(name))) {
        throw new ModelFormatException(
            "%s: tensor %s has shape %s, but config.json calls for %s; get the model again"
                .formatted(
                    file.name(), name, Arrays.toString(file.shape(name)), Arrays.toString(shape)));
      }
      file.type(name); // refuses those that are not read
    }
    if (repeated != null) {
      RepeatedHead.requireEqual(fileOf(ModelTensors.TOKEN_TABLE), repeated);
    }
  }

  private static RuntimeException noWeights(ModelFiles folder) {
    List<String> others = folder.otherWeights();
    if (others.isEmpty()) {
      return new ModelFormatException(
          "%s has neither %s nor %s; get the model again".formatted(folder.name(), SINGLE, INDEX));
    }
    return new UnsupportedModelException(
        "%s has its weights only in %s. Such files are read by running code that they carry (pickle), so this library never opens them; convert the model to safetensors"
            .formatted(folder.name(), String.join(", ", others)));
  }

  @Override
  public void close() {
    files.values().forEach(SafetensorsFile::close);
  }
}
