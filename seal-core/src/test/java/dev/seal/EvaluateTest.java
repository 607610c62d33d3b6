package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluateTest {

  private static final Passage PASSAGE = passage("red green blue", "red", "green");

  private final ScriptedModel model = new ScriptedModel("red", "green", "red green", "a", "");

  private SealBuilder<Passage> on(Task<Passage> task) {
    return Seal.builder().model(model).task(task);
  }

  private static Method<Passage> given(String... edits) {
    return Method.given(passage -> List.of(edits).stream().map(SelfEdit::new).toList());
  }

  @Test
  void evaluating_gives_the_figures_of_adapting_each_and_keeps_no_adapter() {
    List<Passage> passages =
        List.of(PASSAGE, passage("a b", "a"), passage("red c", "red", "c"), passage("d", "red"));
    List<Adaptation<Passage>> each =
        on(new WordTask()).inputsAtOnce(3).seed(5).build().adaptEach(passages);
    each.forEach(Adaptation::close);
    Evaluation<Passage> all = on(new WordTask()).inputsAtOnce(2).seed(5).build().evaluate(passages);
    assertThat(model.openAdapters()).isZero();
    assertThat(all.results()).extracting(InputResult::input).containsExactlyElementsOf(passages);
    for (int i = 0; i < each.size(); i++) {
      InputResult<Passage> result = all.results().get(i);
      assertThat(result.adapted.outcomes()).isEqualTo(each.get(i).adapted.outcomes());
      assertThat(result.best()).map(Candidate::number).isEqualTo(number(each.get(i)));
      assertThat(result.frozen()).isEqualTo(each.get(i).frozen());
      assertThat(result.toString()).isEqualTo(each.get(i).toString());
    }
    assertThat(all.accuracy().mean())
        .isCloseTo(
            each.stream().mapToDouble(a -> a.accuracy()).average().getAsDouble(), within(1e-12));
    assertThat(all.bestAccuracy().mean())
        .isCloseTo(
            each.stream().mapToDouble(a -> a.bestAccuracy()).average().getAsDouble(),
            within(1e-12));
    assertThat(all.frozen().mean()).isZero();
    assertThat(all.candidates()).isEqualTo(20);
    assertThat(all.rejected()).isEqualTo(each.stream().mapToInt(InputResult::rejected).sum());
    assertThat(all.trainedTokens()).isEqualTo(10L * (20 - all.rejected()));
    assertThat(all.optimizerSteps()).isEqualTo(20 - all.rejected());
    assertThat(all.times().keySet())
        .containsExactly(Phase.WRITE, Phase.TRAIN, Phase.ANSWER, Phase.GRADE);
  }

  @Test
  void a_result_has_the_times_of_its_own_group() {
    Evaluation<Passage> all =
        on(new WordTask()).inputsAtOnce(1).build().evaluate(List.of(PASSAGE, passage("a b", "a")));
    Duration first = all.results().get(0).times().get(Phase.TRAIN);
    Duration second = all.results().get(1).times().get(Phase.TRAIN);
    assertThat(all.times()).containsEntry(Phase.TRAIN, first.plus(second));
  }

  private static Optional<Integer> number(InputResult<?> result) {
    return result.best().map(Candidate::number);
  }

  @Test
  void two_evaluations_together_are_one_over_all_their_inputs() {
    Passage other = passage("a b", "a");
    Seal<Passage> seal = on(new WordTask()).inputsAtOnce(1).seed(5).build();
    Evaluation<Passage> first = seal.evaluate(List.of(PASSAGE));
    Evaluation<Passage> second = seal.evaluate(List.of(other));

    Evaluation<Passage> both = first.and(second);

    assertThat(both.results()).extracting(InputResult::input).containsExactly(PASSAGE, other);
    assertThat(both.accuracy().mean())
        .isCloseTo((first.accuracy().mean() + second.accuracy().mean()) / 2, within(1e-12));
    assertThat(both.candidates()).isEqualTo(10);
    assertThat(both.times())
        .containsEntry(
            Phase.TRAIN, first.times().get(Phase.TRAIN).plus(second.times().get(Phase.TRAIN)));
  }

  @Test
  void several_evaluations_give_the_mean_over_training_seeds() {
    Seal<Passage> seal =
        on(new WordTask()).method(given("red~ green", "red")).evaluations(8).build();
    Evaluation<Passage> evaluation = seal.evaluate(List.of(PASSAGE));
    List<TrainingPlan> plans = model.trainCalls.get(0);
    assertThat(plans).hasSize(16).extracting(TrainingPlan::seed).doesNotHaveDuplicates();
    long even = plans.subList(0, 8).stream().filter(plan -> plan.seed() % 2 == 0).count();
    assertThat(even).isBetween(1L, 7L);
    Candidate candidate = evaluation.results().get(0).candidates().get(0);
    assertThat(candidate.evaluations()).hasSize(8);
    assertThat(candidate.score().orElseThrow().marks()).containsExactly(even / 8.0, 1.0);
    assertThat(candidate.reward().getAsDouble()).isCloseTo((even / 8.0 + 1) / 2, within(1e-12));
    assertThat(candidate.trainedTokens()).isEqualTo(80);
    assertThat(candidate.optimizerSteps()).isEqualTo(8);
    assertThat(candidate.steps()).hasSize(1);
    assertThat(model.generateCalls.get(0)).hasSize(2 * 17);
    assertThat(model.openAdapters()).isZero();
  }

  @Test
  void of_several_evaluations_the_first_one_gives_the_adapter_that_is_kept() {
    Adaptation<Passage> learned =
        on(new WordTask()).method(given("red~ green", "red")).evaluations(3).build().adapt(PASSAGE);
    assertThat(learned.adapter()).isSameAs(model.adapters.get(0));
    assertThat(model.openAdapters()).isEqualTo(1);
    learned.close();
    assertThat(model.openAdapters()).isZero();
  }

  @Test
  void rejected_candidates_count_with_the_frozen_models_marks() {
    model.knows = Set.of("green");
    Evaluation<Passage> evaluation =
        on(new WordTask()).method(given("", "NaN", "red")).build().evaluate(List.of(PASSAGE));
    assertThat(evaluation.frozen().mean()).isEqualTo(0.5);
    assertThat(evaluation.accuracy().mean()).isCloseTo((0.5 + 0.5 + 1) / 3, within(1e-12));
    assertThat(evaluation.bestAccuracy().mean()).isEqualTo(1);
    assertThat(evaluation.rejected()).isEqualTo(2);
    assertThat(evaluation.reward()).hasValue(0.5);
    assertThat(evaluation).hasToString("1 inputs, 3 candidates, 2 rejected, mean reward 0.5");
  }

  @Test
  void methods_are_compared_pair_by_pair_on_the_same_inputs() {
    List<Passage> passages =
        IntStream.range(0, 6).mapToObj(i -> passage("red w" + i, "red", "w" + i)).toList();
    Evaluation<Passage> frozen =
        on(new WordTask()).method(Method.frozen()).build().evaluate(passages);
    Evaluation<Passage> half = on(new WordTask()).method(given("red")).build().evaluate(passages);
    Evaluation<Passage> one = on(new WordTask()).method(given("w0")).build().evaluate(passages);
    Difference gain = half.against(frozen);
    assertThat(gain).isEqualTo(new Difference(0.5, 0.5, 0.5, 6));
    assertThat(gain.resolved()).isTrue();
    assertThat(gain).hasToString("+50.0 [+50.0, +50.0]");
    assertThat(frozen.against(half).mean()).isEqualTo(-0.5);
    Difference small = one.against(frozen);
    assertThat(small.mean()).isCloseTo(0.5 / 6, within(1e-12));
    assertThat(small.low()).isZero();
    assertThat(small.high()).isCloseTo(0.25, within(1e-9));
    assertThat(small.resolved()).isFalse();
    assertThat(small).hasToString("+8.3 [+0.0, +25.0], not resolved");
    Evaluation<Passage> fewer =
        on(new WordTask()).method(Method.frozen()).build().evaluate(passages.subList(0, 5));
    assertThatThrownBy(() -> half.against(fewer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "methods can be compared on the same inputs only, but one has 6 inputs and the other 5,"
                + " and they differ; evaluate both on one list");
  }

  @Test
  void an_estimate_is_a_mean_with_its_standard_error() {
    Estimate estimate = Estimate.of(List.of(0.2, 0.4, 0.9));
    // deviations -0.3, -0.1, 0.4: variance 0.26 / 2, over 3
    assertThat(estimate.mean()).isCloseTo(0.5, within(1e-12));
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(0.13 / 3), within(1e-12));
    assertThat(estimate.count()).isEqualTo(3);
    assertThat(estimate).hasToString("50.0 +- 20.8");
    assertThat(Estimate.of(List.of(0.25)).standardError()).isNaN();
    assertThat(Estimate.of(List.of(0.25))).hasToString("25.0");
    assertThatThrownBy(() -> Estimate.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an estimate needs at least one value");
    assertThatThrownBy(() -> Estimate.of(List.of(1.0, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an estimate needs finite values, but has [1.0, NaN]");
  }

  @Test
  void an_interval_that_ends_at_zero_but_for_rounding_is_not_resolved() {
    assertThat(new Difference(0.2, 2e-17, 0.4, 11).resolved()).isFalse();
    assertThat(new Difference(-0.2, -0.4, -2e-17, 11).resolved()).isFalse();
    assertThat(new Difference(0.2, 1e-3, 0.4, 11).resolved()).isTrue();
  }

  @Test
  void a_difference_holds_95_of_100_bootstrap_means() {
    // Of two values, a resample has the mean -1, 1 or 3 with 1/4, 1/2 and 1/4.
    assertThat(Difference.between(List.of(1.0, 1.0), List.of(0.0, 4.0)))
        .isEqualTo(new Difference(1, -1, 3, 2));
    List<Double> zeros = new ArrayList<>();
    List<Double> ones = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      zeros.add(0.0);
      ones.add(i % 4 == 0 ? 1.0 : 0.0);
    }
    // The mean of 400 draws with p = 1/4 has the deviation sqrt(3/16/400) = 0.02165.
    Difference many = Difference.between(zeros, ones);
    assertThat(many.mean()).isEqualTo(0.25);
    assertThat(many.low()).isCloseTo(0.25 - 1.96 * 0.02165, within(0.003));
    assertThat(many.high()).isCloseTo(0.25 + 1.96 * 0.02165, within(0.003));
    assertThat(Difference.between(zeros, ones)).isEqualTo(many);
    assertThat(Difference.between(ones, zeros).resolved()).isTrue();
    assertThat(Difference.between(List.of(0.25), List.of(0.75)))
        .isEqualTo(new Difference(0.5, Double.NaN, Double.NaN, 1))
        .hasToString("+50.0 [NaN, NaN], not resolved");
    assertThatThrownBy(() -> Difference.between(zeros, List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a paired difference needs the same inputs on both sides, but there were 400 and 1");
  }

  @Test
  void inputs_without_questions_are_left_out_where_the_model_could_have_written_some() {
    model.knows = Set.of("x", "y");
    Passage known = passage("x y");
    Evaluation<Passage> evaluation =
        on(new QuestionTask()).build().evaluate(List.of(known, PASSAGE, passage("x new")));
    assertThat(evaluation.withoutQuestions()).containsExactly(known);
    assertThat(evaluation.results()).hasSize(2);
    assertThat(evaluation.results().get(0).input()).isEqualTo(PASSAGE);
    assertThat(evaluation.results().get(1).questions())
        .isEqualTo(passage("x new", "new").questions());
    Evaluation<Passage> none = on(new QuestionTask()).build().evaluate(List.of(known));
    assertThat(none.results()).isEmpty();
    assertThatThrownBy(none::accuracy)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "there is nothing to measure, as none of the 1 inputs has a question; give them"
                + " questions with their answers");
  }

  @Test
  void inputs_without_questions_and_an_empty_list_are_refused_before_any_work() {
    Seal<Passage> seal = on(new WordTask()).build();
    assertThatThrownBy(() -> seal.evaluate(List.of(PASSAGE, passage("empty"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot learn from \"EMPTY\": it has 0 questions, and they make the reward; give it at"
                + " least one question with its answer");
    assertThatThrownBy(() -> seal.evaluate(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be at least one input, but there are 0");
    assertThat(model.calls).isEmpty();
  }

  @Test
  void a_failure_in_a_later_group_leaves_no_adapter_and_a_usable_seal() {
    Seal<Passage> seal = on(new WordTask()).inputsAtOnce(1).build();
    model.during.put(
        "answer",
        () -> {
          if (model.generateCalls.size() == 4) {
            throw new IllegalStateException("no");
          }
        });
    List<Passage> passages = List.of(PASSAGE, passage("a", "a"));
    assertThatThrownBy(() -> seal.evaluate(passages)).hasMessage("no");
    assertThat(model.openAdapters()).isZero();
    model.during.clear();
    assertThat(seal.evaluate(passages).results()).hasSize(2);
    assertThat(model.openAdapters()).isZero();
  }
}
