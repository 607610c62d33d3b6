package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.api.Passage;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.Prompt;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VotingTest {

  // Of two views and of three.
  private static final Passage TWO = passage("w", "red", "green");
  private static final Passage ONE = passage("v", "red");

  private final ScriptedModel model = new ScriptedModel("red", "green", "red green");

  private SealBuilder<Passage> builder(String... edits) {
    return Seal.builder()
        .model(model)
        .task(new VotedTask())
        .method(Method.given(passage -> Stream.of(edits).map(SelfEdit::new).toList()));
  }

  @Test
  void the_views_of_all_inputs_and_candidates_are_completed_in_one_call() {
    Recorder events = new Recorder();
    builder("red", "red green").listener(events).build().adaptEach(List.of(TWO, ONE));
    assertThat(model.calls).containsExactly("train", "answer");
    // Three respondents, and views of two words and of one.
    assertThat(model.generateCalls.get(0)).hasSize(3 * (2 + 3) + 3 * 2);
    assertThat(events.lines).contains("start ANSWER 21", "end ANSWER 21 42");
    assertThat(model.generateCalls.get(0).subList(0, 5))
        .extracting(GenerationRequest::prompt)
        .containsExactly(
            Prompt.text("say red?"),
            Prompt.text("red say red?"),
            Prompt.text("say green?"),
            Prompt.text("green say green?"),
            Prompt.text("now say green?"));
  }

  @Test
  void each_question_has_one_answer_of_its_views() {
    model.knows = Set.of("green");
    List<Adaptation<Passage>> learned =
        builder("green", "red", "x").build().adaptEach(List.of(TWO, ONE));
    Adaptation<Passage> two = learned.get(0);
    assertThat(two.frozenAnswers()).containsExactly("no idea/red", "green/green/green");
    assertThat(two.frozen()).isEqualTo(new Score(List.of(0.0, 1.0)));
    assertThat(two.candidates())
        .extracting(Candidate::answers)
        .containsExactly(
            List.of("no idea/red", "green/green/green"),
            List.of("red/red", "green/green/green"),
            List.of("no idea/red", "green/green/green"));
    assertThat(two.best().orElseThrow().number()).isEqualTo(1);
    assertThat(two.answers()).containsExactly("red/red", "green/green/green");
    assertThat(learned.get(1).answers()).containsExactly("red/red");
  }

  @Test
  void where_there_is_no_best_candidate_the_answers_are_the_models_own() {
    Adaptation<Passage> learned = builder("", "NaN").build().adapt(ONE);
    assertThat(learned.best()).isEmpty();
    assertThat(learned.answers()).containsExactly("no idea/red");
  }

  @Test
  void each_view_has_draws_of_its_own() {
    builder("red").build().adapt(passage("w", "red", "red", "green"));
    assertThat(model.generateCalls.get(0))
        .hasSize(2 * 7)
        .extracting(GenerationRequest::seed)
        .doesNotHaveDuplicates();
  }

  @Test
  void an_adaptation_is_asked_by_views_with_the_draws_of_the_loop() {
    Adaptation<Passage> learned = builder("red").build().adapt(TWO);
    assertThat(learned.ask(List.of("green?", "red?", "blue?")))
        .containsExactly("no idea/green/no idea", "red/red", "no idea/blue/no idea");
    List<GenerationRequest> again = model.generateCalls.get(1);
    assertThat(again).hasSize(3 + 2 + 3);
    assertThat(model.generateCalls.get(0)).containsAll(again.subList(0, 5));
    assertThat(learned.answer("red?")).isEqualTo("red/red");
  }

  @Test
  void one_adapter_for_many_inputs_is_asked_by_views() {
    JointAdaptation<Passage> learned = builder("red").build().adaptAll(List.of(TWO, ONE));
    assertThat(learned.frozen())
        .containsExactly(new Score(List.of(0.0, 0.0)), new Score(List.of(0.0)));
    assertThat(learned.scores())
        .containsExactly(new Score(List.of(1.0, 0.0)), new Score(List.of(1.0)));
    assertThat(learned.answer(ONE, "red?")).isEqualTo("red/red");
    assertThat(learned.answer(TWO, "green?")).isEqualTo("no idea/green/no idea");
  }

  @Test
  void methods_that_train_nothing_ask_by_views_as_well() {
    model.knows = Set.of("red");
    Adaptation<Passage> frozen = builder().method(Method.frozen()).build().adapt(TWO);
    assertThat(frozen.answers()).containsExactly("red/red", "no idea/green/no idea");
    assertThat(frozen.answer("red?")).isEqualTo("red/red");
    Adaptation<Passage> inContext = builder().method(Method.inContext()).build().adapt(TWO);
    assertThat(inContext.answers()).isEqualTo(frozen.answers());
  }

  @Test
  void a_recorded_evaluation_is_voted_on_again(@TempDir Path path) {
    Evaluation<Passage> first = evaluate(path);
    assertThat(model.calls).containsExactly("train", "answer");
    Evaluation<Passage> again = evaluate(path);
    assertThat(model.calls).containsExactly("train", "answer");
    assertThat(again.results().get(0).answers())
        .isEqualTo(first.results().get(0).answers())
        .containsExactly("red/red", "green/green/green");
    assertThat(again.accuracy()).isEqualTo(first.accuracy());
  }

  private Evaluation<Passage> evaluate(Path path) {
    try (RunFolder folder = RunFolder.open(path);
        Seal<Passage> seal = builder("red green").folder(folder, "own").build()) {
      return seal.evaluate(List.of(TWO, ONE));
    }
  }
}
