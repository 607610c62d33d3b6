package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.seal.tasks.fewshot.Grid.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {

  private final Grid grid = Grid.of("012", "345");

  @Test
  void has_rows_columns_and_colours() {
    assertThat(grid.rows()).isEqualTo(2);
    assertThat(grid.columns()).isEqualTo(3);
    assertThat(grid.colour(1, 0)).isEqualTo(3);
    assertThat(grid.cells()).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5));
    assertThat(grid).hasToString("012\n345");
  }

  @Test
  void is_a_copy_of_what_it_is_made_of() {
    List<Integer> row = new ArrayList<>(List.of(1, 2));
    Grid made = Grid.of(List.of(row));
    row.set(0, 9);
    assertThat(made).isEqualTo(Grid.of("12"));
  }

  @Test
  void differs_from_a_grid_of_the_same_cells_in_another_shape() {
    assertThat(Grid.of("11", "11")).isNotEqualTo(Grid.of("1111"));
    assertThat(Grid.of("11", "11")).isEqualTo(Grid.of("11", "11"));
  }

  @Test
  void is_ordered_by_rows_then_columns_then_cells() {
    List<Grid> ordered =
        List.of(
            Grid.of("9"),
            Grid.of("00"),
            Grid.of("01"),
            Grid.of("10"),
            Grid.of("000"),
            Grid.of("0", "0"));
    List<Grid> shuffled = new ArrayList<>(ordered);
    Collections.reverse(shuffled);
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(ordered);
  }

  @Test
  void rolls() {
    assertThat(grid.roll(1, 1)).hasToString("534\n201");
    assertThat(grid.roll(0, -1)).hasToString("120\n453");
    assertThat(grid.roll(Integer.MIN_VALUE, Integer.MAX_VALUE)).hasToString("201\n534");
  }

  @Test
  void repeats_and_scales() {
    assertThat(grid.repeat(2, 1)).hasToString("012\n345\n012\n345");
    assertThat(grid.repeat(1, 2)).hasToString("012012\n345345");
    assertThat(grid.scale(2, 1)).hasToString("012\n012\n345\n345");
    assertThat(grid.scale(1, 2)).hasToString("001122\n334455");
  }

  @Test
  void is_mirrored_on_four_sides() {
    assertThat(grid.mirror(Side.ABOVE)).hasToString("345\n012\n012\n345");
    assertThat(grid.mirror(Side.BELOW)).hasToString("012\n345\n345\n012");
    assertThat(grid.mirror(Side.LEFT)).hasToString("210012\n543345");
    assertThat(grid.mirror(Side.RIGHT)).hasToString("012210\n345543");
  }

  @Test
  void may_have_thirty_rows_and_columns() {
    Grid largest = Grid.of("7").scale(30, 30);
    assertThat(largest.rows()).isEqualTo(30);
    assertThat(largest.columns()).isEqualTo(30);
    assertThat(largest.canGrow(1, 1)).isTrue();
    assertThat(largest.canGrow(2, 1)).isFalse();
    assertThat(largest.canGrow(1, Integer.MAX_VALUE)).isFalse();
  }

  @Test
  void refuses_what_is_no_grid() {
    refused(() -> Grid.of(), "a grid cannot have 0 rows and 0 columns; give 1 to 30 of each");
    refused(() -> Grid.of(""), "a grid cannot have 1 rows and 0 columns; give 1 to 30 of each");
    refused(
        () -> Grid.of("0".repeat(31)),
        "a grid cannot have 1 rows and 31 columns; give 1 to 30 of each");
    refused(
        () -> Grid.of(Collections.nCopies(31, List.of(0))),
        "a grid cannot have 31 rows and 1 columns; give 1 to 30 of each");
    refused(
        () -> Grid.of("00", "000"),
        "row 1 has 3 cells, but row 0 has 2; give all rows the same length");
    refused(
        () -> Grid.of(List.of(List.of(0, 0), List.of(0, 10))),
        "the colour at row 1, column 1 is 10; give colours from 0 to 9");
    refused(
        () -> Grid.of(List.of(List.of(-1))),
        "the colour at row 0, column 0 is -1; give colours from 0 to 9");
    refused(() -> Grid.of("0x"), "the row \"0x\" has more than digits; give a digit for each cell");
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "-1, 0", "0, 3", "0, -1"})
  void refuses_cells_that_it_does_not_have(int row, int column) {
    refused(
        () -> grid.colour(row, column),
        "no cell at row "
            + row
            + ", column "
            + column
            + " of a grid of 2 rows and 3 columns; count from 0");
  }

  @Test
  void refuses_to_become_too_large() {
    String tall =
        "a grid of 2 rows and 3 columns cannot become 16 times as high and 1 times as wide, as 30"
            + " of each are the most; ask canGrow beforehand";
    refused(() -> grid.repeat(16, 1), tall);
    refused(() -> grid.scale(16, 1), tall);
    Grid half = Grid.of("0".repeat(16));
    refused(
        () -> half.mirror(Side.LEFT),
        "a grid of 1 rows and 16 columns cannot become 1 times as high and 2 times as wide, as 30"
            + " of each are the most; ask canGrow beforehand");
    refused(
        () -> half.repeat(0, 1),
        "a grid cannot become 0 times as high and 1 times as wide; give factors from 1");
  }

  private static void refused(Runnable action, String message) {
    assertThatIllegalArgumentException().isThrownBy(action::run).withMessage(message);
  }
}
