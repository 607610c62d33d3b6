package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

  @Test
  void are_of_four_groups() {
    Map<AugmentationGroup, Long> sizes =
        Arrays.stream(Augmentation.values())
            .collect(Collectors.groupingBy(Augmentation::group, Collectors.counting()));
    assertThat(sizes)
        .isEqualTo(
            Map.of(
                AugmentationGroup.BASIC, 11L,
                AugmentationGroup.SIZE, 3L,
                AugmentationGroup.CHAIN, 6L,
                AugmentationGroup.REPEAT, 3L));
  }

  @ParameterizedTest
  @CsvSource({
    "ROTATE_90, 24/13",
    "ROTATE_270, 31/42",
    "ROTATE_180, 43/21",
    "FLIP_ROWS, 34/12",
    "FLIP_COLUMNS, 21/43",
    "MIRROR_BELOW, 12/34/34/12",
    "MIRROR_RIGHT, 1221/3443",
    "MIRROR_ABOVE, 34/12/12/34",
    "MIRROR_LEFT, 2112/4334",
    "TRANSPOSE, 13/24",
    "SCALE, 1122/1122/3344/3344",
    "SCALE_DOWN, 12/12/34/34",
    "SCALE_RIGHT, 1122/3344",
    "ROTATE_90_SCALE, 2244/2244/1133/1133",
    "ROTATE_270_SCALE, 3311/3311/4422/4422",
    "ROTATE_180_SCALE, 4433/4433/2211/2211",
    "FLIP_ROWS_SCALE, 3344/3344/1122/1122",
    "FLIP_COLUMNS_SCALE, 2211/2211/4433/4433",
    "TRANSPOSE_SCALE, 1133/1133/2244/2244",
    "REPEAT_DOWN, 12/34/12/34",
    "REPEAT_RIGHT, 1212/3434",
    "REPEAT_BOTH, 1212/3434/1212/3434",
  })
  void changes_all_grids_alike(Augmentation augmentation, String rows) {
    Grid grid = Grid.of("12", "34");
    Grid changed = Grid.of(rows.split("/"));
    Item item = new Item(List.of(new Pair(grid, grid)), new Pair(grid, grid));
    assertThat(augmentation.apply(item, new Random(1)))
        .hasValue(new Item(List.of(new Pair(changed, changed)), new Pair(changed, changed)));
  }

  @Test
  void rolls_all_grids_of_an_item_by_the_same_shift_of_up_to_three() {
    Grid grid = Grid.of("10000", "00000", "00000", "00000", "00000");
    Item item = new Item(List.of(new Pair(grid, grid), new Pair(grid, grid)), new Pair(grid, grid));
    Set<Grid> rolled = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      List<Grid> grids = Augmentation.ROLL.apply(item, random).orElseThrow().grids();
      assertThat(new HashSet<>(grids)).hasSize(1);
      rolled.addAll(grids);
    }
    assertThat(rolled)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 16).mapToObj(i -> grid.roll(i / 4, i % 4)).toList());
  }

  @Test
  void rolls_by_less_than_the_largest_grid_is_long() {
    Grid grid = Grid.of("12", "00");
    Item item = new Item(List.of(), new Pair(grid, Grid.of("1")));
    Set<Grid> rolled = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      Pair asked = Augmentation.ROLL.apply(item, random).orElseThrow().asked();
      assertThat(asked.output()).isEqualTo(Grid.of("1"));
      rolled.add(asked.input());
    }
    assertThat(rolled)
        .containsExactlyInAnyOrder(
            grid, Grid.of("21", "00"), Grid.of("00", "12"), Grid.of("00", "21"));
  }

  @Test
  void leaves_out_items_of_which_one_grid_would_become_too_large() {
    Grid small = Grid.of("1");
    Grid wide = Grid.of("1".repeat(16));
    Item item = new Item(List.of(new Pair(small, small)), new Pair(small, wide));
    Optional<Item> nothing = Optional.empty();
    for (Augmentation widening :
        List.of(
            Augmentation.MIRROR_LEFT,
            Augmentation.SCALE,
            Augmentation.SCALE_RIGHT,
            Augmentation.TRANSPOSE_SCALE,
            Augmentation.REPEAT_BOTH)) {
      assertThat(widening.apply(item, new Random(1))).as(widening.name()).isEqualTo(nothing);
    }
    assertThat(Augmentation.REPEAT_DOWN.apply(item, new Random(1)))
        .map(changed -> changed.asked().output())
        .hasValue(wide.repeat(2, 1));
  }
}
