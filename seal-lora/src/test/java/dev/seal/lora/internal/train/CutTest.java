package dev.seal.lora.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.lora.internal.train.Cut.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CutTest {

  /** Token counts of plans, a budget, and threads. */
  private record Plans(List<Integer> tokens, int batchTokens, int threads) {

    List<List<Range>> turns() {
      return Cut.turns(tokens, batchTokens, threads);
    }
  }

  static Stream<Plans> unlikePlans() {
    Random random = new Random(5);
    return Stream.generate(
            () -> {
              List<Integer> tokens = new ArrayList<>();
              int plans = 1 + random.nextInt(40);
              for (int i = 0; i < plans; i++) {
                tokens.add(2 + random.nextInt(600));
              }
              return new Plans(
                  List.copyOf(tokens), 1 + random.nextInt(1200), 1 + random.nextInt(6));
            })
        .limit(200);
  }

  @ParameterizedTest
  @MethodSource("unlikePlans")
  void every_plan_is_in_one_range_in_its_order_and_turns_keep_to_the_budget(Plans plans) {
    List<List<Range>> turns = plans.turns();
    int next = 0;
    for (List<Range> turn : turns) {
      assertThat(turn).hasSizeBetween(1, plans.threads());
      for (Range range : turn) {
        assertThat(range.from()).isEqualTo(next);
        assertThat(range.size()).isPositive();
        next = range.to();
      }
      Range whole = new Range(turn.get(0).from(), next);
      assertThat(whole.size() == 1 || whole.sum(plans.tokens()) <= plans.batchTokens()).isTrue();
    }
    assertThat(next).isEqualTo(plans.tokens().size());
    assertThat(Cut.turns(new ArrayList<>(plans.tokens()), plans.batchTokens(), plans.threads()))
        .isEqualTo(turns);
  }

  /** Turns are apart by a stroke. */
  @ParameterizedTest
  @CsvSource({
    "16, 33, 512, 1, 8 | 8",
    "1, 33, 512, 1, 1",
    "5, 100, 300, 1, 3 | 2",
    "6, 100, 300, 1, 3 | 3",
    "7, 100, 300, 1, 2 | 3 | 2",
    "10, 100, 300, 1, 3 | 2 | 3 | 2",
    "3, 100, 1000, 1, 3",
    "3, 100, 99, 1, 1 | 1 | 1",
    "3, 100, 1, 2, 1 | 1 | 1",
    "1, 33, 512, 2, 1",
    "5, 15, 1024, 2, 3 2",
    "32, 20, 1024, 2, 16 16",
    "64, 20, 1024, 2, 16 16 | 16 16",
    "5, 20, 1024, 8, 1 1 1 1 1",
    "16, 20, 1024, 3, 5 6 5",
  })
  void plans_alike_are_cut_into_few_turns_and_these_into_ranges_about_equally_full(
      int plans, int tokens, int batchTokens, int threads, String sizes) {
    List<List<Range>> turns = Cut.turns(Collections.nCopies(plans, tokens), batchTokens, threads);
    assertThat(
            turns.stream()
                .map(
                    turn ->
                        turn.stream()
                            .map(range -> String.valueOf(range.size()))
                            .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | ")))
        .isEqualTo(sizes);
  }

  @Test
  void ranges_of_unlike_plans_are_about_equally_full() {
    Random random = new Random(6);
    List<Integer> tokens = Stream.generate(() -> 20 + random.nextInt(60)).limit(100).toList();
    int all = tokens.stream().mapToInt(Integer::intValue).sum();
    List<List<Range>> turns = Cut.turns(tokens, 1024, 3);
    assertThat(turns).hasSize((all + 1023) / 1024);
    // No range is further from its share than a batch on either side.
    int share = all / turns.size() / 3;
    assertThat(turns)
        .allSatisfy(
            turn ->
                assertThat(turn)
                    .hasSize(3)
                    .allMatch(range -> Math.abs(range.sum(tokens) - share) <= 80));
  }

  @Test
  void a_batch_beyond_the_budget_is_alone_and_its_neighbours_are_together() {
    assertThat(Cut.turns(List.of(10, 10, 5000, 10, 10), 100, 1))
        .containsExactly(
            List.of(new Range(0, 2)), List.of(new Range(2, 3)), List.of(new Range(3, 5)));
  }

  @Test
  void a_range_is_halved_without_losing_a_plan() {
    assertThat(new Range(2, 7).halves()).containsExactly(new Range(2, 4), new Range(4, 7));
    assertThat(new Range(0, 2).halves()).containsExactly(new Range(0, 1), new Range(1, 2));
    assertThat(new Range(3, 4).halves()).containsExactly(new Range(3, 4));
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
}
