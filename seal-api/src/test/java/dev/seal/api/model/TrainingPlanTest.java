package dev.seal.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans, and the documents and tokens that they are made of. */
class TrainingPlanTest {

  private static TrainingPlan.Builder plan() {
    return TrainingPlan.builder(List.of(TrainingDocument.text("a"), TrainingDocument.text("b")))
        .training(TrainingSpec.builder().epochs(2).build());
  }

  @Test
  void needs_a_document() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingPlan.builder(List.of()))
        .withMessage("a training plan needs at least one document");
  }

  @Test
  void needs_an_order_of_every_visit() {
    TrainingPlan.Builder builder = plan().order(List.of(0, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("order must have epochs * documents = 4 entries, but has 3");
    assertThat(plan().order(List.of(1, 1, 0, 1)).build().order()).contains(List.of(1, 1, 0, 1));
    assertThat(plan().build().order()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void needs_an_order_of_documents_that_are_there(int document) {
    TrainingPlan.Builder builder = plan().order(List.of(0, 1, 0, document));
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage("order names document " + document + ", but documents go from 0 to 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n"})
  void a_document_is_not_blank(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingDocument.text(text))
        .withMessage("a training document must not be blank");
  }

  @Test
  void a_completion_is_not_empty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingDocument.completion(Prompt.text("a"), ""))
        .withMessage("the completion of a training document must not be empty");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3})
  void a_loss_begins_inside_the_document_and_not_at_its_first_token(int lossFrom) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingDocument.tokens(TokenIds.of(5, 6, 7), lossFrom))
        .withMessage("lossFrom must be from 1 to 2, but was " + lossFrom);
  }

  @Test
  void a_document_of_tokens_has_two_of_them() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingDocument.tokens(TokenIds.of(5), 1))
        .withMessage("a training document needs at least 2 tokens, but has 1");
  }

  @Test
  void token_ids_are_not_negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenIds.of(1, -2))
        .withMessage("token ids must be >= 0, but was -2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenIds.of(List.of(-1)))
        .withMessage("token ids must be >= 0, but was -1");
  }

  @Test
  void token_ids_are_copied_on_both_sides() {
    int[] ids = {1, 2};
    TokenIds tokens = TokenIds.of(ids);
    ids[0] = 9;
    tokens.toArray()[1] = 9;
    assertThat(tokens).isEqualTo(TokenIds.of(List.of(1, 2))).hasToString("[1, 2]");
  }
}
