package dev.seal.lora.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.lora.internal.train.Cut.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CutTest {

  /** Token counts of plans and a budget. */
  private record Plans(List<Integer> tokens, int batchTokens) {}

  static Stream<Plans> unlikePlans() {
    Random random = new Random(5);
    return Stream.generate(
            () -> {
              List<Integer> tokens = new ArrayList<>();
              int plans = 1 + random.nextInt(40);
              for (int i = 0; i < plans; i++) {
                tokens.add(2 + random.nextInt(600));
              }
              return new Plans(List.copyOf(tokens), 1 + random.nextInt(1200));
            })
        .limit(200);
  }

  @ParameterizedTest
  @MethodSource("unlikePlans")
  void every_plan_is_in_one_range_in_its_order_and_ranges_keep_to_the_budget(Plans plans) {
    List<Range> ranges = Cut.ranges(plans.tokens(), plans.batchTokens());
    int next = 0;
    for (Range range : ranges) {
      assertThat(range.from()).isEqualTo(next);
      assertThat(range.size()).isPositive();
      assertThat(range.size() == 1 || sum(plans, range) <= plans.batchTokens()).isTrue();
      next = range.to();
    }
    assertThat(next).isEqualTo(plans.tokens().size());
    assertThat(Cut.ranges(new ArrayList<>(plans.tokens()), plans.batchTokens())).isEqualTo(ranges);
  }

  @ParameterizedTest
  @CsvSource({
    "16, 33, 512, 8 8",
    "1, 33, 512, 1",
    "5, 100, 300, 3 2",
    "6, 100, 300, 3 3",
    "7, 100, 300, 2 3 2",
    "10, 100, 300, 3 2 3 2",
    "3, 100, 1000, 3",
    "3, 100, 99, 1 1 1",
    "3, 100, 1, 1 1 1",
  })
  void plans_alike_are_cut_into_as_few_ranges_as_there_can_be_about_equally_full(
      int plans, int tokens, int batchTokens, String sizes) {
    assertThat(
            Cut.ranges(Collections.nCopies(plans, tokens), batchTokens).stream().map(Range::size))
        .containsExactly(Stream.of(sizes.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
  }

  @Test
  void ranges_of_unlike_plans_are_about_equally_full() {
    Random random = new Random(6);
    List<Integer> tokens = Stream.generate(() -> 20 + random.nextInt(60)).limit(100).toList();
    Plans plans = new Plans(tokens, 1024);
    int all = tokens.stream().mapToInt(Integer::intValue).sum();
    List<Range> ranges = Cut.ranges(tokens, 1024);
    assertThat(ranges).hasSize((all + 1023) / 1024);
    // No range is further from its share than a batch on either side.
    int share = all / ranges.size();
    assertThat(ranges).allMatch(range -> Math.abs(sum(plans, range) - share) <= 80);
  }

  @Test
  void a_batch_beyond_the_budget_is_alone_and_its_neighbours_are_together() {
    assertThat(Cut.ranges(List.of(10, 10, 5000, 10, 10), 100))
        .containsExactly(new Range(0, 2), new Range(2, 3), new Range(3, 5));
  }

  @Test
  void a_range_is_halved_without_losing_a_plan() {
    assertThat(new Range(2, 7).halves()).containsExactly(new Range(2, 4), new Range(4, 7));
    assertThat(new Range(0, 2).halves()).containsExactly(new Range(0, 1), new Range(1, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 512, 100",
    "512, 512, 512",
    "528, 512, 264",
    "3073, 1024, 769",
    "5000000000, 1024, 1024",
  })
  void the_bank_is_filled_such_that_each_turn_is_as_full_as_the_others(
      long tokens, int batchTokens, long fill) {
    assertThat(Cut.fill(tokens, batchTokens)).isEqualTo(fill);
  }

  private static int sum(Plans plans, Range range) {
    return plans.tokens().subList(range.from(), range.to()).stream()
        .mapToInt(Integer::intValue)
        .sum();
  }
}
