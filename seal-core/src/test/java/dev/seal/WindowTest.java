package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.InputTooLongException;
import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import dev.seal.api.task.Task;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WindowTest {

  private static final Passage PASSAGE = passage("w", "red");

  private final ScriptedModel model = new ScriptedModel("red");

  /** Learning words, with a prompt of two words in front of each line of a self-edit. */
  private static class PromptedTask extends WordTask {

    private final Function<String, TrainingDocument> document;

    PromptedTask(Function<String, TrainingDocument> document) {
      this.document = document;
    }

    @Override
    public Lesson plan(Passage input, SelfEdit edit, TrainingSpec defaults) {
      return new Lesson(edit.text().lines().map(document).toList(), defaults);
    }

    @Override
    public Lesson inputOnly(Passage input, TrainingSpec defaults) {
      return plan(input, new SelfEdit("x x x x x x x"), defaults);
    }
  }

  private static final Prompt TWO_WORDS = Prompt.text("of words");

  private SealBuilder<Passage> on(Task<Passage> task, String... edits) {
    return Seal.builder()
        .model(model)
        .task(task)
        .method(Method.given(passage -> Stream.of(edits).map(SelfEdit::new).toList()));
  }

  private SealBuilder<Passage> completions(String... edits) {
    return on(new PromptedTask(line -> TrainingDocument.completion(TWO_WORDS, line)), edits);
  }

  // What asks for a self-edit has 2 tokens, and of the views of the question one has 3.
  @Test
  void a_question_with_a_view_that_fills_the_window_is_refused_before_any_work() {
    model.window = 3;
    Passage fits = passage("w", "x");
    for (SealBuilder<Passage> builder :
        List.of(
            on(new VotedTask(), "red"),
            on(new VotedTask()).method(Method.selfEdits()),
            on(new VotedTask()).method(Method.inputOnly()),
            on(new VotedTask()).method(Method.frozen()))) {
      Seal<Passage> seal = builder.rounds(1).build();
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> seal.adapt(PASSAGE), () -> seal.evaluate(List.of(fits, PASSAGE)))) {
        refuses(call);
      }
    }
    Seal<Passage> seal = on(new VotedTask(), "red").rounds(1).build();
    refuses(() -> seal.improve(List.of(PASSAGE)));
    refuses(() -> seal.adaptAll(List.of(PASSAGE)));
    assertThat(model.calls).isEmpty();
    model.window = 4;
    assertThat(on(new VotedTask(), "red").build().adapt(PASSAGE).accuracy()).isEqualTo(1);
  }

  private static void refuses(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InputTooLongException.class)
        .hasMessage(
            "a question on \"W\" has 3 tokens with the prompt around it, but the model's window is"
                + " 3; leave this input out, or choose a model with a larger window");
  }

  @Test
  void a_question_is_measured_with_the_input_where_that_is_in_view() {
    model.window = 5;
    Passage passage = passage("a b", "red");
    Seal<Passage> inContext = on(new WordTask()).method(Method.inContext()).build();
    assertThat(inContext.adapt(passage).best()).isPresent();
    model.window = 4;
    Seal<Passage> narrow = on(new WordTask()).method(Method.inContext()).build();
    assertThatThrownBy(() -> narrow.adapt(passage))
        .isInstanceOf(InputTooLongException.class)
        .hasMessageStartingWith("a question on \"A B\" has 4 tokens with the prompt around it,");
    assertThat(on(new WordTask(), "red").build().adapt(passage).best()).isPresent();
  }

  // The prompt, the completion and the end token are 6 tokens at most.
  @Test
  void completions_longer_than_the_window_are_left_out() {
    model.window = 6;
    Adaptation<Passage> learned =
        completions("red b c\na b c d\ne", "a b c\n1 2 3 4 5 6 7").build().adapt(PASSAGE);
    assertThat(learned.rejected()).isZero();
    assertThat(model.trainCalls.get(0).get(0).documents())
        .containsExactly(
            TrainingDocument.completion(TWO_WORDS, "red b c"),
            TrainingDocument.completion(TWO_WORDS, "e"));
    assertThat(learned.candidates().get(1).documents())
        .containsExactly(TrainingDocument.completion(TWO_WORDS, "a b c"));
  }

  @Test
  void the_maximum_length_of_training_counts_where_it_is_shorter() {
    TrainingSpec training = TrainingSpec.builder().maxLength(5).build();
    completions("red b\na b c").training(training).build().adapt(PASSAGE);
    assertThat(model.trainCalls.get(0).get(0).documents())
        .containsExactly(TrainingDocument.completion(TWO_WORDS, "red b"));
  }

  @Test
  void a_loss_on_the_prompt_makes_no_difference() {
    model.window = 6;
    Task<Passage> task =
        new PromptedTask(line -> TrainingDocument.promptAndCompletion(TWO_WORDS, line));
    on(task, "red b c\na b c d").build().adapt(PASSAGE);
    assertThat(model.trainCalls.get(0).get(0).documents())
        .containsExactly(TrainingDocument.promptAndCompletion(TWO_WORDS, "red b c"));
  }

  @Test
  void a_candidate_without_a_completion_that_fits_is_rejected() {
    model.window = 6;
    Recorder events = new Recorder();
    Adaptation<Passage> learned =
        completions("a b c d\na b c d e", "red").listener(events).build().adapt(PASSAGE);
    assertThat(learned.candidates().get(0).rejection())
        .hasValue(
            "none of its 2 training documents fits into 6 tokens; choose a model with a larger"
                + " window, or raise the maximum length");
    assertThat(learned.best().orElseThrow().number()).isEqualTo(1);
    assertThat(events.lines).contains("rejected W 0");
    assertThat(model.trainCalls.get(0)).hasSize(1);
  }

  @Test
  void an_input_alone_that_does_not_fit_is_rejected_as_well() {
    model.window = 6;
    Adaptation<Passage> learned = completions().method(Method.inputOnly()).build().adapt(PASSAGE);
    assertThat(learned.candidates().get(0).rejection().orElseThrow())
        .startsWith("none of its 1 training documents fits into 6 tokens;");
    assertThat(model.trainCalls).isEmpty();
  }

  @Test
  void one_adapter_for_many_inputs_learns_what_fits() {
    model.window = 6;
    JointAdaptation<Passage> learned =
        completions("red\na b c d e", "a b c d").build().adaptAll(List.of(PASSAGE));
    assertThat(learned.documents()).isEqualTo(1);
    assertThat(learned.rejections())
        .containsExactly(
            "none of its 1 training documents fits into 6 tokens; choose a model with a larger"
                + " window, or raise the maximum length");
  }

  @Test
  void texts_are_not_left_out_but_cut_in_training() {
    model.window = 6;
    on(new WordTask(), "red a b c d e f g").build().adapt(PASSAGE);
    assertThat(model.trainCalls.get(0).get(0).documents())
        .containsExactly(TrainingDocument.text("red a b c d e f g"));
    assertThat(model.trainCalls.get(0).get(0).training().maxLength()).isEqualTo(6);
  }
}
