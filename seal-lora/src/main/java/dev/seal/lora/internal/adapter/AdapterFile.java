package dev.seal.lora.internal.adapter;

import dev.seal.api.AdapterMismatchException;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.LoraSpec;
import dev.seal.lora.internal.checkpoint.AtomicFiles;
import dev.seal.lora.internal.checkpoint.JsonFields;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import dev.seal.lora.internal.checkpoint.SafetensorsFile;
import dev.seal.lora.internal.checkpoint.SafetensorsWriter;
import dev.seal.lora.internal.checkpoint.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An adapter as a PEFT folder holds it: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 *
 * @param spec which matrices are adapted, and each one's rank and alpha
 * @param baseModel the name of the model it was made for; empty where the file does not say
 * @param baseFingerprint what identifies that model's weights, where this library wrote the file
 * @param weights the factors of every adapted matrix, in the order of layers and modules
 */
public record AdapterFile(
    LoraSpec spec,
    String baseModel,
    Optional<String> baseFingerprint,
    Map<AdapterKey, LoraWeights> weights) {

  private static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String FINGERPRINT = "seal.base_fingerprint";
  private static final long LARGEST_CONFIG = 4 << 20;

  public AdapterFile {
    Map<AdapterKey, LoraWeights> ordered =
        new TreeMap<>(Comparator.comparingInt(AdapterKey::layer).thenComparing(AdapterKey::module));
    ordered.putAll(weights);
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(ordered));
  }

  /**
   * Reads a folder that PEFT or this library wrote, with values in F32, F16 or BF16.
   *
   * @throws ModelFormatException if a file is missing or damaged, or holds values that are not
   *     finite
   * @throws dev.seal.api.UnsupportedModelException if it uses a variant of LoRA that this library
   *     does not compute
   * @throws AdapterMismatchException if it does not fit a model of this configuration
   */
  public static AdapterFile read(Path folder, ModelConfig config) {
    JsonFields json = config(folder);
    LoraSpec spec = AdapterConfigJson.spec(json, config);
    BankLayout layout = layout(json, spec, config);
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
      Map<AdapterKey, LoraWeights> weights = new LinkedHashMap<>();
      Set<String> unread = new HashSet<>(file.tensorNames());
      for (AdapterKey key : layout.keys()) {
        int rank = layout.rank(key);
        weights.put(
            key,
            new LoraWeights(
                values(file, key.nameA(), rank, ModelTensors.inputs(config, key.module())),
                values(file, key.nameB(), ModelTensors.outputs(config, key.module()), rank)));
        unread.remove(key.nameA());
        unread.remove(key.nameB());
      }
      if (!unread.isEmpty()) {
        throw new AdapterMismatchException(
            "%s holds tensor %s, which its settings do not name among the %d layers of this model; load the adapter's own base model%s"
                .formatted(
                    file.name(),
                    unread.stream().sorted().findFirst().orElse(""),
                    config.layers(),
                    named(AdapterConfigJson.baseModel(json))));
      }
      return new AdapterFile(
          spec,
          AdapterConfigJson.baseModel(json),
          Optional.ofNullable(file.metadata().get(FINGERPRINT)),
          weights);
    }
  }

  private static BankLayout layout(JsonFields json, LoraSpec spec, ModelConfig config) {
    try {
      return BankLayout.of(config, spec);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException(json.file() + ": " + e.getMessage(), e);
    }
  }

  private static JsonFields config(Path folder) {
    Path path = folder.resolve(CONFIG);
    try {
      if (Files.size(path) > LARGEST_CONFIG) {
        throw new ModelFormatException(
            path + " has " + Files.size(path) + " bytes, which no adapter's settings take");
      }
      return StrictJson.object(path.toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new ModelFormatException(
          path + " cannot be read (" + e + "); give a folder with " + CONFIG + " and " + WEIGHTS,
          e);
    }
  }

  private static float[] values(SafetensorsFile file, String name, int rows, int columns) {
    if (!file.tensorNames().contains(name)) {
      throw new AdapterMismatchException(
          file.name()
              + " has no tensor "
              + name
              + ", which its settings and this model call for; load its own base model");
    }
    long[] expected = {rows, columns};
    if (!Arrays.equals(file.shape(name), expected)) {
      throw new AdapterMismatchException(
          "%s: tensor %s has shape %s, but this model and the adapter's rank call for %s; load its own base model"
              .formatted(
                  file.name(), name, Arrays.toString(file.shape(name)), Arrays.toString(expected)));
    }
    float[] values = file.values(name);
    int bad = firstNotFinite(values);
    if (bad >= 0) {
      throw new ModelFormatException(
          "%s: tensor %s holds %s at element %d; train the adapter again"
              .formatted(file.name(), name, values[bad], bad));
    }
    return values;
  }

  private static int firstNotFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private static String named(String baseModel) {
    return baseModel.isEmpty() ? "" : " (" + baseModel + ")";
  }

  /**
   * Writes both files, each one whole or not at all; the folder is made if it is not there. Values
   * are written in F32, whatever type they were read from.
   *
   * @throws IllegalArgumentException if a value is not finite, or a factor's size is not a multiple
   *     of the rank
   * @throws UncheckedIOException if writing fails
   */
  public void write(Path folder) {
    Map<String, String> metadata = new LinkedHashMap<>(Map.of("format", "pt"));
    baseFingerprint.ifPresent(fingerprint -> metadata.put(FINGERPRINT, fingerprint));
    SafetensorsWriter writer = new SafetensorsWriter(metadata);
    weights.forEach(
        (key, pair) -> {
          int rank = spec.rank(key.layer(), key.module());
          add(writer, key.nameA(), pair.a(), rank, pair.a().length / rank);
          add(writer, key.nameB(), pair.b(), pair.b().length / rank, rank);
        });
    try {
      Files.createDirectories(folder);
      AtomicFiles.write(folder.resolve(WEIGHTS), writer::write);
      byte[] config =
          AdapterConfigJson.text(spec, weights.keySet(), baseModel)
              .getBytes(StandardCharsets.UTF_8);
      AtomicFiles.write(folder.resolve(CONFIG), out -> out.write(config));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the adapter to " + folder + "; check that it may be written", e);
    }
  }

  private static void add(
      SafetensorsWriter writer, String name, float[] values, long rows, long columns) {
    int bad = firstNotFinite(values);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          name + " holds " + values[bad] + " at element " + bad + ", so it is not saved");
    }
    writer.add(name, values, rows, columns);
  }
}
