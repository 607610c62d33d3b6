package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  @Test
  void a_difference_is_relative_to_what_was_recorded() {
    assertThat(Differences.relative(new double[] {1.0, 2.2}, List.of(1.0, 2.0)))
        .isCloseTo(0.1, within(1e-12));
  }

  @Test
  void nan_passes_no_limit() {
    double difference = Differences.relative(new double[] {1.0, Double.NaN}, List.of(1.0, 1.0));

    assertThat(Differences.within(difference, 1e9)).isFalse();
  }

  @Test
  void log_sum_exp_does_not_overflow() {
    assertThat(LogProbabilities.logSumExp(new double[] {1000, 1000}))
        .isCloseTo(1000 + Math.log(2), within(1e-9));
  }

  @Test
  void the_margin_is_between_the_two_best() {
    assertThat(LogProbabilities.margin(new float[] {1, 5, 4.5f, -3})).isEqualTo(0.5);
    assertThat(LogProbabilities.margin(new float[] {5, 1, 5})).isZero();
  }

  @Test
  void figures_are_json_even_where_a_number_is_none() {
    String line = new Figures().put("loss", Double.NaN).put("small", 1.23456789e-7).line();

    assertThat(line).isEqualTo("{\"loss\":\"NaN\",\"small\":1.23457E-7}");
  }
}
