package dev.seal.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingResultTest {

  @Test
  void splits_are_added_to_a_result_that_stays_as_it_is_otherwise() {
    TrainingFailure failure = new TrainingFailure(1, "too many tokens");
    List<TrainingStep> steps = List.of(new TrainingStep(0, 2.5, 1, 0.01));
    TrainingResult result = TrainingResult.failed(failure, steps, 12);
    assertThat(result.splits()).isZero();
    TrainingResult split = result.withSplits(3);
    assertThat(split.splits()).isEqualTo(3);
    assertThat(split.failure()).contains(failure);
    assertThat(split.adapter()).isEmpty();
    assertThat(split.steps()).isEqualTo(steps);
    assertThat(split.trainedTokens()).isEqualTo(12);
    assertThat(result.splits()).isZero();
  }
}
