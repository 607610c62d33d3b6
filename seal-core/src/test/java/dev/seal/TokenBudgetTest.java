package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBudgetTest {

  private static final Passage PASSAGE = passage("red", "red");
  // Documents of 2, 4, 6 and 3 tokens, with the end token that each gets.
  private static final String LESSON = "a\nb b b\nc c c c c\nd d";

  private static List<TrainingPlan> plans(long seed, long tokens, String... edits) {
    return plans(TrainingSpec.builder().epochs(7).build(), seed, tokens, edits);
  }

  private static List<TrainingPlan> plans(
      TrainingSpec training, long seed, long tokens, String... edits) {
    ScriptedModel model = new ScriptedModel();
    Seal.builder()
        .model(model)
        .task(new WordTask())
        .method(Method.<Passage>given(p -> Stream.of(edits).map(SelfEdit::new).toList()))
        .training(training)
        .trainingTokens(tokens)
        .seed(seed)
        .build()
        .adapt(PASSAGE);
    return model.trainCalls.get(0);
  }

  private static int length(TrainingDocument document) {
    return ((TrainingDocument.Text) document).text().split(" ").length + 1;
  }

  private static int length(TrainingPlan plan) {
    return plan.documents().stream().mapToInt(TokenBudgetTest::length).sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 7, 16, 50, 99, 1000})
  void every_lesson_is_visited_until_the_tokens_are_spent_to_the_nearest_document(long tokens) {
    for (int seed = 0; seed < 20; seed++) {
      for (TrainingPlan plan :
          plans(seed, tokens, LESSON, "a", "b b b\nb b b", "c c c c c\n" + LESSON)) {
        int last = length(plan.documents().get(plan.documents().size() - 1));
        // The longest document has 6 tokens. One visit is too many where it is the only one.
        assertThat(Math.abs(length(plan) - tokens))
            .isLessThanOrEqualTo(plan.documents().size() == 1 ? 6 : 3);
        assertThat(plan.documents().size() == 1 || nearer(length(plan), last, tokens)).isTrue();
      }
    }
  }

  private static boolean nearer(int all, int last, long tokens) {
    return Math.abs(all - tokens) <= Math.abs(all - last - tokens);
  }

  @Test
  void visits_stand_in_the_place_of_epochs() {
    TrainingPlan plan = plans(0, 50, LESSON).get(0);
    assertThat(plan.training().epochs()).isEqualTo(1);
    assertThat(plan.order().orElseThrow())
        .isEqualTo(IntStream.range(0, plan.documents().size()).boxed().toList());
    assertThat(plan.training()).isEqualTo(TrainingSpec.builder().epochs(1).build());
  }

  @Test
  void there_is_one_visit_at_least() {
    assertThat(plans(0, 1, "b b b b b b b b").get(0).documents()).hasSize(1);
  }

  @Test
  void the_seed_decides_the_order() {
    List<TrainingDocument> first = plans(3, 60, LESSON).get(0).documents();
    assertThat(plans(3, 60, LESSON).get(0).documents()).isEqualTo(first);
    assertThat(plans(4, 60, LESSON).get(0).documents()).isNotEqualTo(first);
  }

  @Test
  void all_documents_are_visited_equally_often_to_within_one() {
    for (int seed = 0; seed < 20; seed++) {
      List<TrainingDocument> visits = plans(seed, 200 + seed, LESSON).get(0).documents();
      Collection<Long> counts =
          visits.stream()
              .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
              .values();
      assertThat(counts).hasSize(4);
      assertThat(counts.stream().max(Long::compare).orElseThrow())
          .isLessThanOrEqualTo(counts.stream().min(Long::compare).orElseThrow() + 1);
      for (List<TrainingDocument> epoch : Lists.partition(visits, 4)) {
        assertThat(epoch).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void a_document_counts_as_long_as_it_is_trained_on() {
    TrainingSpec cut = TrainingSpec.builder().maxLength(2).build();
    assertThat(plans(cut, 0, 8, "b b b b b b b").get(0).documents()).hasSize(4);
  }

  @Test
  void evaluations_have_orders_of_their_own() {
    ScriptedModel model = new ScriptedModel();
    Seal.builder()
        .model(model)
        .task(new WordTask())
        .method(Method.<Passage>given(p -> List.of(new SelfEdit(LESSON))))
        .trainingTokens(60)
        .evaluations(2)
        .build()
        .evaluate(List.of(PASSAGE));
    List<TrainingPlan> plans = model.trainCalls.get(0);
    assertThat(plans.get(0).documents()).isNotEqualTo(plans.get(1).documents());
  }

  @Test
  void fine_tuning_and_one_adapter_for_all_go_by_epochs() {
    ScriptedModel model = new ScriptedModel("red");
    Seal<Passage> seal =
        Seal.builder()
            .model(model)
            .task(new WordTask())
            .trainingTokens(60)
            .rounds(1)
            .selfEdits(1)
            .build();
    seal.adaptAll(List.of(PASSAGE));
    seal.improve(List.of(PASSAGE));
    assertThat(model.trainCalls)
        .extracting(plans -> plans.get(0).documents().size())
        .containsExactly(1, 30, 1);
    assertThat(seal.settings().describe()).contains("on 60 tokens in the place of epochs");
  }

  @Test
  void a_budget_of_no_tokens_is_refused() {
    assertThatThrownBy(() -> plans(0, 0, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training tokens must be >= 1, but were 0");
  }
}
