package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.JudgeException;
import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.Prompt;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final Passage PASSAGE = passage("red green blue", "red", "green");

  private final ScriptedModel model = new ScriptedModel("red");
  private final ScriptedModel judge = new ScriptedModel();

  private SealBuilder<Passage> builder(String... edits) {
    return Seal.builder()
        .model(model)
        .task(new JudgedTask())
        .judge(judge)
        .rounds(1)
        .method(Method.given(passage -> Stream.of(edits).map(SelfEdit::new).toList()));
  }

  @Test
  void each_different_prompt_is_asked_once_and_greedily() {
    Evaluation<Passage> evaluation =
        builder("red", "red x", "red green")
            .evaluations(2)
            .build()
            .evaluate(List.of(PASSAGE, passage("w", "red")));
    assertThat(judge.generateCalls).hasSize(1);
    assertThat(judge.generateCalls.get(0))
        .extracting(GenerationRequest::prompt)
        .containsExactly(Prompt.text("judge red? red"), Prompt.text("judge green? green"));
    assertThat(judge.generateCalls.get(0))
        .allMatch(request -> request.sampling().temperature() == 0 && request.adapter() == null);
    assertThat(evaluation.results().get(0).candidates())
        .extracting(candidate -> candidate.score().orElseThrow().marks())
        .containsExactly(List.of(1.0, 0.0), List.of(1.0, 0.0), List.of(1.0, 1.0));
    assertThat(evaluation.times()).containsKey(Phase.JUDGE);
    assertThat(model.calls).containsExactly("train", "answer");
  }

  @Test
  void the_judges_word_is_the_mark() {
    judge.verdict = "no";
    assertThat(builder("red green").build().evaluate(List.of(PASSAGE)).accuracy().mean()).isZero();
  }

  @Test
  void answers_that_need_no_judge_cost_no_call() {
    Evaluation<Passage> evaluation = builder("x", "y").build().evaluate(List.of(PASSAGE));
    assertThat(evaluation.accuracy().mean()).isZero();
    assertThat(judge.calls).isEmpty();
    assertThat(evaluation.times()).doesNotContainKey(Phase.JUDGE);
  }

  @Test
  void a_verdict_that_cannot_be_read_ends_the_call_and_leaves_no_adapter() {
    judge.verdict = "perhaps";
    Seal<Passage> seal = builder("red", "green").build();
    assertThatThrownBy(() -> seal.adapt(PASSAGE))
        .isInstanceOf(JudgeException.class)
        .hasMessage("the judge said \"perhaps\"");
    assertThatThrownBy(() -> seal.evaluate(List.of(PASSAGE))).isInstanceOf(JudgeException.class);
    assertThatThrownBy(() -> seal.improve(List.of(PASSAGE))).isInstanceOf(JudgeException.class);
    assertThatThrownBy(() -> seal.adaptAll(List.of(PASSAGE))).isInstanceOf(JudgeException.class);
    assertThat(model.adapters).isNotEmpty();
    assertThat(model.openAdapters()).isZero();
    judge.verdict = "yes";
    assertThat(seal.adapt(PASSAGE).accuracy()).isEqualTo(0.5);
  }

  @Test
  void without_a_judge_the_model_as_it_was_built_judges_also_after_improving() {
    Seal<Passage> seal = Seal.builder().model(model).task(new JudgedTask()).rounds(1).build();
    seal.improve(List.of(PASSAGE));
    seal.evaluate(List.of(PASSAGE));
    assertThat(model.generateCalls)
        .extracting(requests -> requests.get(0).prompt())
        .filteredOn(prompt -> ((Prompt.Text) prompt).text().startsWith("judge "))
        .hasSize(2);
    assertThat(model.merged.get(0).generateCalls).hasSize(2);
  }

  @Test
  void one_adapter_for_all_is_judged_too() {
    JointAdaptation<Passage> joint = builder("red").build().adaptAll(List.of(PASSAGE));
    assertThat(joint.scores().get(0).marks()).containsExactly(1.0, 0.0);
    assertThat(judge.calls).containsExactly("judge");
  }
}
