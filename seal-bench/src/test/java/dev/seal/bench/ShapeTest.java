package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingResult;
import dev.seal.lora.LoraEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

  private static final List<String> TINY =
      List.of(
          "--layers",
          "2",
          "--hidden",
          "64",
          "--intermediate",
          "160",
          "--heads",
          "4",
          "--kv-heads",
          "2",
          "--vocabulary",
          "2100",
          "--candidates",
          "2");

  @TempDir private Path folder;

  private Run run(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of(out.toString()));
    args.addAll(TINY);
    args.addAll(List.of(more));
    return Run.of(new Shape(), args.toArray(String[]::new));
  }

  private static LanguageModel open(Path out) {
    return new LoraEngine()
        .open(ModelRef.folder(out.resolve("model")), EngineOptions.builder().device("cpu").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2", "llama"})
  void a_shape_opens_and_trains_on_its_job(String family) {
    Path out = folder.resolve(family);

    Run run = run(out, "--family", family);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    TrialJob job = TrialJob.read(out.resolve("job.json"));
    try (LanguageModel model = open(out)) {
      assertThat(model.info().architecture()).isEqualTo(family);
      assertThat(model.info().vocabularySize()).isEqualTo(2100);
      assertThat(model.info().parameters()).isEqualTo(run.figures().get("parameters").getAsLong());
      TrainingResult result =
          model
              .train(List.of(job.plan(job.candidate(1), 1, model.info().contextWindow(), 0)))
              .get(0);
      // Weights as small as these know nothing: every token of the vocabulary is as likely.
      assertThat(result.steps().get(0).loss()).isCloseTo(Math.log(2100), within(0.3));
      result.adapter().orElseThrow().close();
    }
  }

  @Test
  void documents_have_the_length_that_was_asked_for() {
    for (int tokens : new int[] {51, 256}) {
      Path out = folder.resolve("of" + tokens);

      Run run = run(out, "--document-tokens", Integer.toString(tokens));

      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      TrialJob job = TrialJob.read(out.resolve("job.json"));
      assertThat(job.candidates()).hasSize(2).allSatisfy(each -> assertThat(each).hasSize(9));
      try (LanguageModel model = open(out)) {
        double mean =
            job.candidates().stream()
                .flatMap(List::stream)
                .mapToInt(
                    document ->
                        1
                            + model
                                .tokenizer()
                                .encode(((TrainingDocument.Text) document).text())
                                .size())
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(tokens, within(0.1 * tokens));
      }
    }
  }

  @Test
  void a_seed_gives_the_same_weights_and_another_seed_others() {
    Map<String, String> seeds = Map.of("a", "3", "b", "3", "c", "4");
    seeds.forEach(
        (name, seed) -> assertThat(run(folder.resolve(name), "--seed", seed).exitCode()).isZero());

    Path shard = Path.of("model", "model-00001-of-00001.safetensors");
    assertThat(folder.resolve("a").resolve(shard))
        .hasSameBinaryContentAs(folder.resolve("b").resolve(shard));
    assertThat(fingerprint("a")).isEqualTo(fingerprint("b")).isNotEqualTo(fingerprint("c"));
  }

  private String fingerprint(String name) {
    try (LanguageModel model = open(folder.resolve(name))) {
      return model.info().fingerprint();
    }
  }

  @Test
  void weights_are_cut_into_files_of_a_size() throws IOException {
    assertThat(run(folder.resolve("one")).exitCode()).isZero();
    Path model = folder.resolve("one").resolve("model");
    Files.delete(model.resolve("model-00001-of-00001.safetensors"));
    ModelShape shape = new ModelShape(ModelShape.Family.QWEN2, 2, 64, 160, 4, 2, 2100);

    // The tables take 268,800 bytes each, all else together 204,000.
    new RandomWeights(shape.tensors(), 100_000, 0).write(model);

    try (Stream<Path> files = Files.list(model)) {
      List<Path> shards =
          files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
      assertThat(shards).hasSizeGreaterThanOrEqualTo(4);
      assertThat(Files.size(shards.get(1))).isLessThan(110_000);
    }
    try (LanguageModel opened = open(folder.resolve("one"))) {
      assertThat(opened.info().parameters()).isEqualTo(elements(shape));
    }
  }

  private static long elements(ModelShape shape) {
    return shape.tensors().values().stream()
        .mapToLong(sizes -> sizes.stream().reduce(1, Math::multiplyExact))
        .sum();
  }

  @Test
  void the_default_shape_is_that_of_a_model_of_seven_billion() {
    // Qwen2.5-7B has 7,615,616,512 parameters.
    assertThat(elements(new ModelShape(ModelShape.Family.QWEN2, 28, 3584, 18944, 28, 4, 152064)))
        .isEqualTo(7_615_616_512L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layers | 0 | --layers must be >= 1, but was 0",
        "--hidden | 62 | --hidden must be an even multiple of --heads",
        "--kv-heads | 3 | --heads must be a multiple of --kv-heads, but they were 4 and 3",
        "--vocabulary | 2000 | --vocabulary must be >= 2048, the tokenizer's, but was 2000",
        "--candidates | 301 | --candidates must be from 1 to 300, but was 301",
        "--document-tokens | 0 | --document-tokens must be >= 1, but was 0"
      })
  void sizes_that_cannot_be_are_refused_before_anything_is_written(
      String option, String value, String reason) {
    List<String> args = new ArrayList<>(List.of(folder.resolve("x").toString()));
    args.addAll(TINY);
    int at = args.indexOf(option);
    if (at < 0) {
      args.addAll(List.of(option, value));
    } else {
      args.set(at + 1, value);
    }

    Run run = Run.of(new Shape(), args.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err()).startsWith(reason);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void a_folder_that_holds_something_is_left_alone() throws IOException {
    Path file = Files.writeString(folder.resolve("mine"), "kept");

    Run run = run(folder);

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err()).contains("holds something already; give a folder that is new or empty");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void what_is_printed_last_names_the_files() {
    JsonObject figures = run(folder.resolve("x")).figures();

    assertThat(Path.of(figures.get("job").getAsString())).isRegularFile();
    assertThat(Path.of(figures.get("model").getAsString())).isDirectory();
  }
}
