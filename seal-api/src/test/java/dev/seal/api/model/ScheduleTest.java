package dev.seal.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "LINEAR, 0, 1",
    "LINEAR, 1, 0.75",
    "LINEAR, 2, 0.5",
    "LINEAR, 3, 0.25",
    "LINEAR, 4, 0",
    "COSINE, 0, 1",
    "COSINE, 1, 0.8535533905932737",
    "COSINE, 2, 0.5",
    "COSINE, 4, 0",
    "CONSTANT, 0, 1",
    "CONSTANT, 3, 1"
  })
  void moves_over_four_steps(Schedule schedule, int step, double factor) {
    assertThat(schedule.factor(step, 4, 0)).isCloseTo(factor, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource
  void rises_from_0_in_the_warm_up(Schedule schedule) {
    assertThat(schedule.factor(0, 6, 2)).isZero();
    assertThat(schedule.factor(1, 6, 2)).isEqualTo(0.5);
    assertThat(schedule.factor(2, 6, 2)).isEqualTo(1);
  }

  @Test
  void goes_on_after_the_warm_up_over_the_steps_that_are_left() {
    assertThat(Schedule.LINEAR.factor(3, 6, 2)).isEqualTo(0.75);
    assertThat(Schedule.COSINE.factor(4, 6, 2)).isCloseTo(0.5, within(1e-15));
    assertThat(Schedule.CONSTANT.factor(5, 6, 2)).isEqualTo(1);
  }

  @Test
  void takes_a_warm_up_that_is_longer_than_the_run() {
    assertThat(Schedule.LINEAR.factor(1, 2, 10)).isEqualTo(0.1);
  }
}
