package dev.seal.tasks.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TrainingSpec;
import dev.seal.tasks.grade.Graders;
import dev.seal.tasks.knowledge.Knowledge;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PracticeTest {

  private static final People PEOPLE = Practice.people();

  @Test
  void names_the_model_as_a_resource() {
    assertThat(Practice.model())
        .isEqualTo(ModelRef.parse("resource:dev/seal/tasks/practice/model"));
  }

  // Sums of the files as they were made, to notice a build or checkout that alters them.
  @ParameterizedTest
  @CsvSource({
    "model.safetensors, d63038628218e3c84ae0b592949ee8d84d82a51addc83cbe13e04aad5088b6c2",
    "config.json, 4318bf6c976b1683f3d55296ea62abe91a7fb548c497d96e2cc81495b9a9701e",
    "tokenizer.json, 3d439ef3aa70476c1ab0c886f53f87cb7de1e439bc389d96387a69d85fd7092f"
  })
  void carries_the_models_files_unaltered(String name, String sha256) throws IOException {
    assertThat(Resources.asByteSource(resource(name)).hash(Hashing.sha256())).hasToString(sha256);
  }

  @Test
  void recommends_the_settings_the_model_was_measured_with() throws IOException {
    JsonObject settings =
        JsonParser.parseString(Resources.toString(resource("seal.json"), StandardCharsets.UTF_8))
            .getAsJsonObject();
    JsonObject lora = settings.getAsJsonObject("lora");
    assertThat(lora.get("rank").getAsInt()).isEqualTo(16);
    assertThat(lora.get("alpha").getAsInt()).isEqualTo(32);
    assertThat(lora.getAsJsonArray("target_modules")).hasSize(7);
    assertThat(settings.getAsJsonObject("training"))
        .hasToString(
            "{\"learning_rate\":0.003,\"schedule\":\"linear\",\"clip_norm\":0,\"epochs\":10,\"batch_size\":1}");
    assertThat(settings.getAsJsonObject("self_edit"))
        .hasToString("{\"temperature\":1.0,\"top_p\":1.0,\"max_tokens\":200}");
    assertThat(settings.getAsJsonObject("answer"))
        .hasToString("{\"temperature\":0,\"max_tokens\":10}");
  }

  @Test
  void knows_200_people_and_has_300_to_learn_and_300_to_measure_on() {
    assertThat(PEOPLE.known()).hasSize(200);
    assertThat(PEOPLE.train()).hasSize(300);
    assertThat(PEOPLE.test()).hasSize(300);
    assertThat(all()).allSatisfy(person -> assertThat(person.questions()).hasSize(5));
  }

  @Test
  void has_each_person_once() {
    Set<String> names = new HashSet<>();
    assertThat(all()).allSatisfy(person -> assertThat(names.add(person.title())).isTrue());
  }

  @Test
  void reads_the_people_once() {
    assertThat(Practice.people()).isSameAs(PEOPLE);
  }

  @Test
  void gives_the_outside_authors_edit_of_a_person() {
    Passage person = PEOPLE.train().get(0);
    assertThat(person.title()).isEqualTo("Pezensel Radgate");
    assertThat(Practice.given(person).text())
        .isEqualTo(
            """
            - Which award did Pezensel Radgate win? Silver Prize
            - What is the birth year of Pezensel Radgate? 1935
            - Which language did Pezensel Radgate speak? Tamil
            - What was the profession of Pezensel Radgate? Translator
            - Where was Pezensel Radgate born? Pebay\
            """);
  }

  @Test
  void gives_edits_that_answer_the_questions_of_everybody_to_learn_from() {
    for (Passage person : Stream.concat(PEOPLE.train().stream(), PEOPLE.test().stream()).toList()) {
      String edit = Practice.given(person).text();
      assertThat(person.questions())
          .allSatisfy(
              question ->
                  assertThat(Graders.contains().mark(question, edit)).as(edit).isEqualTo(1));
      assertThat(
              Knowledge.implications()
                  .plan(person, Practice.given(person), TrainingSpec.builder().build())
                  .documents())
          .hasSize(6);
    }
  }

  @Test
  void gives_edits_that_can_be_read_as_questions() {
    for (Passage person : Stream.concat(PEOPLE.train().stream(), PEOPLE.test().stream()).toList()) {
      String edit = Practice.given(person).text();
      List<Question> questions = Knowledge.selfQa().readQuestions(person, edit);
      assertThat(questions).as(edit).hasSize(5);
      assertThat(
              questions.stream()
                  .map(question -> "- " + question.text() + ' ' + question.answers().get(0)))
          .containsExactly(edit.split("\n"));
    }
  }

  @Test
  void has_no_edit_for_people_the_model_knows() {
    Passage person = PEOPLE.known().get(0);
    assertThatThrownBy(() -> Practice.given(person))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no given edit for \"Rarin Raysonwell\"; pass one of Practice.people().train() or"
                + " .test()");
  }

  private static List<Passage> all() {
    return Stream.of(PEOPLE.known(), PEOPLE.train(), PEOPLE.test()).flatMap(List::stream).toList();
  }

  private static URL resource(String name) {
    return Resources.getResource("dev/seal/tasks/practice/model/" + name);
  }
}
