package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.tasks.fewshot.Vote.Ballot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoteTest {

  private static final Grid A = Grid.of("1");
  private static final Grid B = Grid.of("2", "2");
  private static final Grid C = Grid.of("333");

  /** Ballots such as {@code "identity A B B"}, a view each. */
  private static List<Grid> attempts(String... views) {
    List<Ballot> ballots = new ArrayList<>();
    for (String view : views) {
      String[] words = view.split(" ");
      for (String grid : List.of(words).subList(1, words.length)) {
        ballots.add(
            new Ballot(
                Symmetry.valueOf(words[0]),
                switch (grid) {
                  case "A" -> A;
                  case "B" -> B;
                  default -> C;
                }));
      }
    }
    return Vote.attempts(ballots);
  }

  @Test
  void without_ballots_there_is_no_attempt() {
    assertThat(Vote.attempts(List.of())).isEmpty();
  }

  @Test
  void a_grid_that_all_predict_is_the_only_attempt() {
    assertThat(attempts("FLIP_ROWS A")).containsExactly(A);
    assertThat(attempts("IDENTITY B B B", "TRANSPOSE B", "ROTATE_90 B")).containsExactly(B);
  }

  @Test
  void two_grids_are_the_attempts_the_more_frequent_one_first() {
    assertThat(attempts("IDENTITY A B B")).containsExactly(B, A);
    assertThat(attempts("IDENTITY A A B")).containsExactly(A, B);
  }

  // All name A B C, those as they are A B A, and the two others C B C each: C was named 5 times, B
  // 4 times and A 3 times, though A was predicted most often.
  @Test
  void what_many_kinds_of_views_name_wins_over_what_one_kind_predicts_often() {
    assertThat(attempts("IDENTITY A A A A B", "TRANSPOSE C B", "FLIP_ROWS C B"))
        .containsExactly(C, B);
  }

  // All name A B and A again, those as they are A B A, the other A three times.
  @Test
  void those_who_agree_name_their_grid_three_times() {
    assertThat(attempts("IDENTITY B A", "TRANSPOSE A")).containsExactly(A, B);
    // All name B A C, those as they are the same; C has 3 more.
    assertThat(attempts("IDENTITY B B B A A C", "TRANSPOSE C")).containsExactly(C, B);
  }

  // All name A B C, the transposed ones B A B, the others C A C: three times each.
  @Test
  void of_an_equally_frequent_second_and_third_the_one_with_more_plain_votes_is_taken() {
    assertThat(attempts("TRANSPOSE A B B", "IDENTITY A C C")).containsExactly(A, C);
    assertThat(attempts("TRANSPOSE A B B", "FLIP_ROWS A C C")).containsExactly(A, B);
    assertThat(attempts("IDENTITY A B B", "FLIP_ROWS A C C")).containsExactly(A, B);
  }

  // A was named 5 times, the two others twice each, and both have one plain vote.
  @Test
  void on_an_equality_of_plain_votes_the_second_is_kept() {
    assertThat(attempts("TRANSPOSE A A", "IDENTITY A B C")).containsExactly(A, B);
    assertThat(attempts("TRANSPOSE A A", "IDENTITY A C B")).containsExactly(A, C);
  }

  // All name A B C, and so on: A and B were named 6 times each, C 3 times.
  @Test
  void plain_votes_do_not_help_a_less_frequent_third() {
    assertThat(attempts("TRANSPOSE A B", "FLIP_ROWS A B", "IDENTITY A C C", "ROTATE_90 B"))
        .containsExactly(A, B);
  }

  @Test
  void of_equally_frequent_grids_the_one_that_came_first_is_first() {
    assertThat(attempts("IDENTITY A B C")).containsExactly(A, B);
    assertThat(attempts("IDENTITY C B A")).containsExactly(C, B);
    assertThat(attempts("TRANSPOSE B", "ROTATE_180 A")).containsExactly(B, A);
  }

  @Test
  void the_order_of_ballots_does_not_matter_otherwise() {
    assertThat(attempts("FLIP_ROWS B C", "IDENTITY B A A A A", "TRANSPOSE C C B"))
        .isEqualTo(attempts("TRANSPOSE B C C", "IDENTITY A A B A A", "FLIP_ROWS B C"));
  }

  // Of 12 different predictions, 3 are named by each kind.
  @Test
  void grids_beyond_the_third_are_not_named() {
    List<Ballot> ballots = new ArrayList<>();
    for (int colour = 0; colour < 10; colour++) {
      int times = colour;
      Grid grid = Grid.build(1, 1, (row, column) -> times);
      for (int i = 0; i <= times; i++) {
        ballots.add(new Ballot(Symmetry.IDENTITY, grid));
      }
    }
    assertThat(Vote.attempts(ballots)).containsExactly(Grid.of("9"), Grid.of("8"));
    // 7 and 9 are named by all and by one more kind; 7 by the third kind three times.
    ballots.add(new Ballot(Symmetry.TRANSPOSE, Grid.of("7")));
    assertThat(Vote.attempts(ballots)).containsExactly(Grid.of("7"), Grid.of("9"));
    // 0 is not among the three that all name.
    ballots.add(new Ballot(Symmetry.FLIP_ROWS, Grid.of("0")));
    assertThat(Vote.attempts(ballots)).containsExactly(Grid.of("7"), Grid.of("0"));
  }
}
