package dev.seal.tasks.practice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TrainingSpec;
import dev.seal.tasks.fewshot.AugmentationGroup;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.Grid;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.TextForm;
import dev.seal.tasks.fewshot.ToolChoice;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridPracticeTest {

  private static final PracticePuzzles PUZZLES = Practice.puzzles();
  private static final String MODULES =
      "[\"q_proj\",\"v_proj\",\"gate_proj\",\"up_proj\",\"down_proj\"]";

  @Test
  void names_the_model_as_a_resource() {
    assertThat(Practice.gridModel())
        .isEqualTo(ModelRef.parse("resource:dev/seal/tasks/practice/grids/model"));
  }

  // Sums of the files as they were made, to notice a build or checkout that alters them.
  @ParameterizedTest
  @CsvSource({
    "model.safetensors, 32eb7d26274354b56a13d9fdff1a522ea480d4cf5a96b0b73dee430e47b36eb9",
    "config.json, da85c85bf5066cb83c6c07ee77ce9b33a89b28a817886be84db833bf40b64404",
    "tokenizer.json, 8de60b5cad85d9939e5cfc0e353aa0443746422b1bec0083f0615b0d802ab66d"
  })
  void carries_the_models_files_unaltered(String name, String sha256) throws IOException {
    assertThat(Resources.asByteSource(resource(name)).hash(Hashing.sha256())).hasToString(sha256);
  }

  @Test
  void recommends_the_settings_the_model_was_measured_with() throws IOException {
    JsonObject settings =
        JsonParser.parseString(Resources.toString(resource("seal.json"), UTF_8)).getAsJsonObject();
    assertThat(settings.keySet())
        .containsExactly("lora", "training", "self_edit", "answer", "fine_tuning", "tasks");
    assertThat(settings.get("lora"))
        .hasToString("{\"rank\":32,\"alpha\":32,\"target_modules\":" + MODULES + '}');
    assertThat(settings.get("training"))
        .hasToString(
            "{\"learning_rate\":0.003,\"schedule\":\"cosine\",\"warmup_steps\":11,\"clip_norm\":1,\"epochs\":2,"
                + "\"batch_size\":2,\"max_length\":1024}");
    assertThat(settings.get("self_edit"))
        .hasToString("{\"temperature\":1.0,\"top_p\":1.0,\"max_tokens\":128}");
    assertThat(settings.get("answer"))
        .hasToString("{\"temperature\":0,\"max_tokens\":16,\"stop_strings\":[\"\\n\\n\"]}");
    assertThat(settings.get("fine_tuning"))
        .hasToString(
            "{\"lora\":{\"rank\":16,\"alpha\":16,\"target_modules\":"
                + MODULES
                + "},\"training\":{\"learning_rate\":0.002,\"schedule\":\"cosine\",\"clip_norm\":1,\"epochs\":8,"
                + "\"batch_size\":5,\"max_length\":1024}}");
    assertThat(settings.get("tasks"))
        .hasToString(
            "{\"few_shot\":{\"text_form\":\"digits\",\"training_items\":60,\"training_steps\":90}}");
  }

  @Test
  void has_puzzles_of_known_families_and_of_others_to_learn_from_and_to_measure_on() {
    assertThat(PUZZLES.familiar()).hasSize(24);
    assertThat(PUZZLES.unfiltered()).hasSize(48);
    assertThat(PUZZLES.train()).hasSize(11);
    assertThat(PUZZLES.eval()).hasSize(11);
  }

  private static List<Puzzle> all() {
    return Stream.of(PUZZLES.familiar(), PUZZLES.unfiltered(), PUZZLES.train(), PUZZLES.eval())
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void each_puzzle_has_three_pairs_and_one_test_of_three_by_three_cells() {
    assertThat(all())
        .allSatisfy(
            puzzle -> {
              assertThat(puzzle.train()).hasSize(3);
              assertThat(puzzle.tests()).hasSize(1);
              Puzzle.Test test = puzzle.tests().get(0);
              assertThat(test.solution()).isPresent();
              Stream<Grid> shown =
                  puzzle.train().stream().flatMap(pair -> Stream.of(pair.input(), pair.output()));
              assertThat(
                      Stream.concat(shown, Stream.of(test.input(), test.solution().orElseThrow())))
                  .allMatch(grid -> grid.rows() == 3 && grid.columns() == 3);
            });
  }

  @Test
  void no_puzzle_is_to_be_learned_from_and_to_be_measured_on() {
    assertThat(all()).extracting(Puzzle::id).doesNotHaveDuplicates();
    assertThat(Stream.concat(PUZZLES.train().stream(), PUZZLES.eval().stream()))
        .extracting(Puzzle::train)
        .doesNotHaveDuplicates();
    assertThat(PUZZLES.train().stream().flatMap(puzzle -> puzzle.train().stream()))
        .doesNotContainAnyElementsOf(
            PUZZLES.eval().stream().flatMap(puzzle -> puzzle.train().stream()).toList());
  }

  @Test
  void reads_the_puzzles_once() {
    assertThat(Practice.puzzles()).isSameAs(PUZZLES);
  }

  @Test
  void the_oracle_keeps_to_the_recommended_steps_with_every_puzzle() {
    assertThat(Practice.gridOracle())
        .isEqualTo(
            new ToolChoice(Set.of(AugmentationGroup.BASIC), Strategy.OUTPUT_TOKENS, 0.003, 2));
    FewShot task =
        FewShot.arc().withTextForm(TextForm.DIGITS).withTrainingItems(60).withTrainingSteps(90);
    TrainingSpec spec = TrainingSpec.builder().batchSize(2).build();
    assertThat(all())
        .allSatisfy(
            puzzle ->
                assertThat(task.plan(puzzle, Practice.gridOracle().toSelfEdit(), spec).documents())
                    .hasSize(60));
  }

  private static URL resource(String name) {
    return Resources.getResource("dev/seal/tasks/practice/grids/model/" + name);
  }
}
