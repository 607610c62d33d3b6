package dev.seal.tasks.fewshot;

import static dev.seal.tasks.fewshot.Symmetry.FLIP_COLUMNS;
import static dev.seal.tasks.fewshot.Symmetry.FLIP_ROWS;
import static dev.seal.tasks.fewshot.Symmetry.IDENTITY;
import static dev.seal.tasks.fewshot.Symmetry.ROTATE_180;
import static dev.seal.tasks.fewshot.Symmetry.ROTATE_90;
import static dev.seal.tasks.fewshot.Symmetry.TRANSPOSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import dev.seal.tasks.fewshot.Views.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {

  private static final Grid INPUT = Grid.of("120", "304");

  /** Of pairs that are all different, and different from all their images. */
  private static Puzzle puzzle(int pairs) {
    List<Pair> train =
        IntStream.range(0, pairs)
            .mapToObj(i -> new Pair(Grid.of("12" + i, "345"), Grid.of("98", "7" + i)))
            .toList();
    return new Puzzle("p", train, List.of(new Puzzle.Test(INPUT, Optional.empty())));
  }

  private static List<View> plain(List<View> views) {
    return views.stream().filter(view -> view.symmetry() == IDENTITY).toList();
  }

  // Each of the pairs is left out, and of the others there are at most 1, 2 and 3 orders.
  @ParameterizedTest
  @CsvSource({"2, 2, 2", "3, 3, 6", "4, 4, 12", "6, 6, 18"})
  void each_pair_is_left_out_in_at_most_three_orders(int pairs, int least, int most) {
    Puzzle puzzle = puzzle(pairs);
    Set<Integer> numbers = new HashSet<>();
    for (int colour = 0; colour < 10; colour++) {
      int asked = colour;
      List<View> plain = plain(Views.of(puzzle, Grid.build(1, 1, (row, column) -> asked)));
      assertThat(plain).hasSizeBetween(least, most).doesNotHaveDuplicates();
      for (int left = 0; left < pairs; left++) {
        List<Pair> others = new ArrayList<>(puzzle.train());
        Pair out = others.remove(left);
        List<List<Pair>> contexts =
            plain.stream()
                .map(View::demonstrations)
                .filter(context -> !context.contains(out))
                .toList();
        assertThat(contexts).contains(others).hasSizeLessThanOrEqualTo(3);
        assertThat(contexts)
            .allSatisfy(context -> assertThat(context).containsExactlyInAnyOrderElementsOf(others));
      }
      numbers.add(plain.size());
    }
    assertThat(Collections.max(numbers)).isGreaterThanOrEqualTo(most - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void one_context_is_put_under_each_of_five_symmetries(int pairs) {
    List<View> views = Views.of(puzzle(pairs), INPUT);
    List<View> plain = plain(views);
    List<View> turned = views.subList(plain.size(), views.size());
    assertThat(turned)
        .extracting(View::symmetry)
        .containsExactly(TRANSPOSE, FLIP_ROWS, FLIP_COLUMNS, ROTATE_90, ROTATE_180);
    assertThat(turned)
        .allSatisfy(
            view -> {
              Symmetry back = view.symmetry().inverse();
              assertThat(back.apply(view.input())).isEqualTo(INPUT);
              List<Pair> context =
                  view.demonstrations().stream().map(pair -> pair.map(back::apply)).toList();
              assertThat(plain).extracting(View::demonstrations).contains(context);
            });
  }

  @Test
  void the_input_of_plain_views_is_that_which_is_asked() {
    assertThat(plain(Views.of(puzzle(3), INPUT))).extracting(View::input).containsOnly(INPUT);
  }

  @Test
  void equal_pairs_make_no_equal_contexts() {
    Pair pair = new Pair(Grid.of("12"), Grid.of("21"));
    Puzzle same =
        new Puzzle(
            "p", List.of(pair, pair, pair), List.of(new Puzzle.Test(INPUT, Optional.empty())));
    List<View> views = Views.of(same, INPUT);
    assertThat(plain(views)).containsExactly(new View(List.of(pair, pair), INPUT, IDENTITY));
    assertThat(views).hasSize(6);
  }

  @Test
  void views_depend_on_nothing_but_the_pairs_and_the_input() {
    Puzzle puzzle = puzzle(4);
    List<View> views = Views.of(puzzle, INPUT);
    assertThat(Views.of(puzzle(4), Grid.of("120", "304"))).isEqualTo(views);
    Puzzle renamed =
        new Puzzle(
            "q", puzzle.train(), List.of(new Puzzle.Test(Grid.of("1"), Optional.of(Grid.of("2")))));
    assertThat(Views.of(renamed, INPUT)).isEqualTo(views);
  }

  @Test
  void each_input_has_draws_of_its_own() {
    Puzzle puzzle = puzzle(4);
    Set<List<List<Pair>>> draws = new HashSet<>();
    for (int colour = 0; colour < 10; colour++) {
      int asked = colour;
      Grid input = Grid.build(1, 1, (row, column) -> asked);
      draws.add(Views.of(puzzle, input).stream().map(View::demonstrations).toList());
    }
    assertThat(draws).hasSize(10);
  }
}
