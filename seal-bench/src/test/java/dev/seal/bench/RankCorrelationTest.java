package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

  @Test
  void the_textbook_example_without_ties() {
    List<Double> iq = List.of(106.0, 86.0, 100.0, 101.0, 99.0, 103.0, 97.0, 113.0, 112.0, 110.0);
    List<Double> hours = List.of(7.0, 0.0, 27.0, 50.0, 28.0, 29.0, 20.0, 12.0, 6.0, 17.0);

    assertThat(RankCorrelation.of(iq, hours)).isCloseTo(-29.0 / 165, within(1e-12));
  }

  @Test
  void equal_values_share_their_mean_rank() {
    // Ranks 1 2 3 4 5 and 1 2 3.5 5 3.5: covariance 8, variances 10 and 9.5.
    assertThat(
            RankCorrelation.of(List.of(0.1, 0.2, 0.3, 0.4, 0.5), List.of(5.0, 6.0, 7.0, 8.0, 7.0)))
        .isCloseTo(8 / Math.sqrt(95), within(1e-12));
  }

  @Test
  void only_the_order_counts() {
    List<Double> values = List.of(-3.0, 1.0, 0.0, 2.0);
    List<Double> powers = values.stream().map(Math::exp).toList();
    List<Double> opposites = powers.stream().map(power -> -power).toList();

    assertThat(RankCorrelation.of(values, powers)).isCloseTo(1, within(1e-12));
    assertThat(RankCorrelation.of(values, opposites)).isCloseTo(-1, within(1e-12));
  }

  @Test
  void is_undefined_where_one_side_is_constant_or_there_are_fewer_than_two() {
    assertThat(RankCorrelation.of(List.of(1.0, 2.0, 3.0), List.of(5.0, 5.0, 5.0))).isNaN();
    assertThat(RankCorrelation.of(List.of(5.0, 5.0), List.of(1.0, 2.0))).isNaN();
    assertThat(RankCorrelation.of(List.of(1.0), List.of(2.0))).isNaN();
    assertThat(RankCorrelation.of(List.of(), List.of())).isNaN();
  }
}
