package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColourMapTest {

  @Test
  void exchanges_colours() {
    ColourMap map = ColourMap.of(0, 2, 3, 1, 4, 5, 6, 7, 8, 9);
    assertThat(map.apply(Grid.of("0123", "4567"))).hasToString("0231\n4567");
    assertThat(map.inverse()).isEqualTo(ColourMap.of(0, 3, 1, 2, 4, 5, 6, 7, 8, 9));
  }

  @Test
  void refuses_what_cannot_be_undone_or_moves_the_background() {
    refused(List.of(0, 1, 1, 3, 4, 5, 6, 7, 8, 9));
    refused(List.of(1, 0, 2, 3, 4, 5, 6, 7, 8, 9));
    refused(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 10));
    refused(List.of(0, 1, 2));
    refused(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9));
  }

  @Test
  void a_few_used_colours_go_to_unused_ones_at_random() {
    Grid grid = Grid.of("0123");
    Random random = new Random(1);
    List<Integer> targets =
        IntStream.range(0, 200)
            .map(i -> Recolouring.draw(List.of(grid), random).targets().get(1))
            .boxed()
            .toList();
    assertThat(targets).containsOnly(4, 5, 6, 7, 8, 9).contains(4, 5, 6, 7, 8, 9);
  }

  @Test
  void colours_change_among_themselves_where_too_few_are_unused() {
    Grid grid = Grid.of("12345678");
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      List<Integer> targets = Recolouring.draw(List.of(grid), random).targets();
      // One of the eight goes to 9; of the seven others, one stays.
      assertThat(IntStream.rangeClosed(1, 9).filter(c -> targets.get(c) == c).count()).isEqualTo(1);
      assertThat(targets.get(9)).isBetween(1, 8);
    }
  }

  @Test
  void colours_of_the_last_grid_count_as_used_and_an_empty_one_keeps_all() {
    Grid first = Grid.of("1234");
    Grid last = Grid.of("56789");
    List<Integer> targets = Recolouring.draw(List.of(first, last), new Random(1)).targets();
    assertThat(IntStream.rangeClosed(1, 9).filter(c -> targets.get(c) == c).count()).isEqualTo(1);
    assertThat(Recolouring.draw(List.of(Grid.of("0")), new Random(1)).targets())
        .isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  }

  private static void refused(List<Integer> targets) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColourMap(targets))
        .withMessage("colours cannot become " + targets + "; give 0 and then 1 to 9 in any order");
  }
}
