package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.api.model.TrainingPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompanyTest {

  @Test
  void the_recorded_plan_is_the_third_of_eight_that_are_all_unlike() {
    RecordedRun run = RecordedRun.read(Recordings.PRACTICE.resolve("peft_all_r8.json"));
    TrainingPlan recorded =
        TrainingPlan.builder(run.documents())
            .lora(run.lora())
            .training(run.training())
            .order(run.order())
            .build();

    List<TrainingPlan> plans = new Company(run).around(recorded);

    assertThat(plans).hasSize(8);
    assertThat(plans.get(2)).isSameAs(recorded);
    assertThat(plans).extracting(TrainingPlan::training).doesNotHaveDuplicates();
    assertThat(plans).extracting(TrainingPlan::documents).hasSize(8);
    assertThat(plans.stream().map(plan -> plan.lora().rank()).distinct().count()).isGreaterThan(5);
    assertThat(plans.stream().map(plan -> plan.training().batchSize()).distinct().count())
        .isGreaterThan(3);
  }
}
