package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.TrainingPlan;
import dev.seal.internal.journal.Steps;
import dev.seal.internal.loop.Approach;
import dev.seal.internal.loop.Cancellation;
import dev.seal.internal.loop.OwnQuestions;
import dev.seal.internal.loop.PhaseLog;
import dev.seal.internal.loop.Roles;
import dev.seal.internal.loop.Seeds;
import dev.seal.internal.loop.Subject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnQuestionsTest {

  private static final Passage UNASKED = passage("red green blue");

  private final ScriptedModel model = new ScriptedModel("red", "red green");
  private final QuestionTask task = new QuestionTask();

  private Seal<Passage> seal() {
    return Seal.builder().model(model).task(task).build();
  }

  @Test
  void questions_are_kept_that_are_answered_with_the_input_in_view_and_not_without() {
    model.knows = Set.of("green");
    model.alsoAsked = " purple";
    InputResult<Passage> result = seal().evaluate(List.of(UNASKED)).results().get(0);
    // green is known already, and purple is not found in the input.
    assertThat(result.questions())
        .containsExactly(new Question("red?", "red"), new Question("blue?", "blue"));
    assertThat(result.input().questions()).isEqualTo(result.questions());
    assertThat(result.description()).isEqualTo("RED GREEN BLUE");
    assertThat(result.frozen().marks()).containsExactly(0.0, 0.0);
    assertThat(result.accuracy()).isEqualTo(0.5);
    assertThat(model.calls).containsExactly("question", "answer", "write", "train", "answer");
    assertThat(model.generateCalls.get(0))
        .hasSize(4)
        .allMatch(request -> request.sampling().equals(seal().settings().selfEditSampling()))
        .extracting(GenerationRequest::seed)
        .doesNotHaveDuplicates();
  }

  @Test
  void what_was_not_kept_is_counted() {
    model.knows = Set.of("green");
    model.alsoAsked = " purple black";
    Passage known = passage("green green");
    List<OwnQuestions.Found<Passage>> found = find(List.of(UNASKED, known));
    assertThat(found.get(0).written()).isEqualTo(5);
    assertThat(found.get(0).known()).isEqualTo(1);
    assertThat(found.get(0).lost()).isEqualTo(2);
    assertThat(found.get(0).subject().questions()).hasSize(2);
    assertThat(found.get(1).written()).isEqualTo(3);
    assertThat(found.get(1).known()).isEqualTo(1);
    assertThat(found.get(1).lost()).isEqualTo(2);
    assertThat(found.get(1).subject().questions()).isEmpty();
    assertThat(found.get(1).subject().input()).isEqualTo(known);
    assertThat(found.get(1).subject().key())
        .isEqualTo(Subject.of(task, new Approach.SelfEdits<>(), known).key());
  }

  @Test
  void there_are_20_questions_of_an_input_at_the_most() {
    model.alsoAsked = " a b c d e f g h i j k l m n o p q r s t u v w x y z";
    assertThat(find(List.of(UNASKED)).get(0).written()).isEqualTo(20);
  }

  private List<OwnQuestions.Found<Passage>> find(List<Passage> inputs) {
    OwnQuestions<Passage> questions =
        new OwnQuestions<>(
            new Roles(model, model, model, model),
            task,
            seal().settings().forUse(),
            new Seeds(0),
            new SealListener() {});
    try (Steps steps = Steps.none()) {
      return questions.run(
          inputs.stream()
              .map(input -> Subject.of(task, new Approach.SelfEdits<>(), input))
              .toList(),
          new PhaseLog(new SealListener() {}, new Cancellation(), steps, "test"));
    }
  }

  @Test
  void seeds_do_not_depend_on_the_questions() {
    Passage asked = passage("red green blue", "red", "green", "blue");
    seal().evaluate(List.of(asked));
    ScriptedModel other = new ScriptedModel("red", "red green");
    Evaluation<Passage> own =
        Seal.builder().model(other).task(task).build().evaluate(List.of(UNASKED));
    assertThat(own.results().get(0).questions()).isEqualTo(asked.questions());
    assertThat(other.generateCalls.subList(2, 3)).isEqualTo(model.generateCalls.subList(0, 1));
    assertThat(other.generateCalls.get(3))
        .extracting(GenerationRequest::seed)
        .isEqualTo(model.generateCalls.get(1).stream().map(GenerationRequest::seed).toList());
    assertThat(other.trainCalls.get(0))
        .extracting(TrainingPlan::seed)
        .isEqualTo(model.trainCalls.get(0).stream().map(TrainingPlan::seed).toList());
  }

  @Test
  void inputs_with_questions_keep_theirs_and_their_place() {
    Passage asked = passage("w", "red");
    Evaluation<Passage> evaluation = seal().evaluate(List.of(asked, UNASKED, asked));
    assertThat(evaluation.results())
        .extracting(result -> result.questions().size())
        .containsExactly(1, 3, 1);
    assertThat(model.generateCalls.get(0)).hasSize(4);
    assertThat(evaluation.times()).containsKey(Phase.QUESTION);
  }

  @Test
  void where_no_question_can_be_kept_for_a_later_input_nothing_has_been_trained() {
    model.knows = Set.of("x");
    Seal<Passage> seal = Seal.builder().model(model).task(task).inputsAtOnce(1).build();
    assertThatThrownBy(() -> seal.adaptEach(List.of(UNASKED, passage("x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot learn from \"X\": it has 0 questions");
    assertThat(model.calls).containsExactly("question", "answer", "question", "answer");
    assertThat(seal.adapt(UNASKED).times()).containsKeys(Phase.QUESTION, Phase.WRITE);
  }

  @Test
  void adapting_takes_own_questions_too_and_refuses_an_input_where_none_can_be_kept() {
    assertThat(seal().adapt(UNASKED).questions()).hasSize(3);
    model.knows = Set.of("red", "green", "blue");
    assertThatThrownBy(() -> seal().adapt(UNASKED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot learn from \"RED GREEN BLUE\": it has 0 questions, and they make the reward;"
                + " give it at least one question with its answer");
  }

  @Test
  void in_a_later_round_the_improved_model_writes_the_questions() {
    Improvement<Passage> improvement =
        Seal.builder()
            .model(model)
            .task(task)
            .rounds(2)
            .build()
            .improve(List.of(UNASKED, passage("black white")));
    assertThat(model.merged.get(0).generateCalls.get(0).get(0).prompt())
        .isEqualTo(task.questionPrompt(passage("black white")));
    assertThat(improvement.rounds().get(1).trials().results().get(0).questions()).hasSize(2);
  }
}
