package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.tasks.fewshot.Grid.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds of all grids. */
@Domain(RandomGrids.class)
@Domain(DomainContext.Global.class)
class GridLawsTest {

  @Property(seed = RandomGrids.SEED)
  void can_be_read_back_from_its_text_and_its_cells(@ForAll Grid grid) {
    assertThat(Grid.of(grid.toString().split("\n"))).isEqualTo(grid).hasSameHashCodeAs(grid);
    assertThat(Grid.of(grid.cells())).isEqualTo(grid);
  }

  @Property(seed = RandomGrids.SEED)
  void is_equal_where_no_order_is_found(
      @ForAll Grid grid, @ForAll Grid other, @ForAll Symmetry symmetry) {
    for (Grid second : List.of(other, symmetry.apply(grid))) {
      int order = grid.compareTo(second);
      assertThat(second.compareTo(grid)).isEqualTo(-order);
      assertThat(order == 0).isEqualTo(grid.equals(second));
    }
  }

  @Property(seed = RandomGrids.SEED)
  void a_symmetry_is_undone_by_its_inverse(@ForAll Grid grid, @ForAll Symmetry symmetry) {
    assertThat(symmetry.inverse().apply(symmetry.apply(grid))).isEqualTo(grid);
    assertThat(symmetry.apply(symmetry.inverse().apply(grid))).isEqualTo(grid);
  }

  @Property(seed = RandomGrids.SEED)
  void two_symmetries_are_one(@ForAll Grid grid, @ForAll Symmetry first, @ForAll Symmetry second) {
    assertThat(first.then(second).apply(grid)).isEqualTo(second.apply(first.apply(grid)));
  }

  @Property(seed = RandomGrids.SEED)
  void a_roll_moves_every_cell_and_is_undone_by_the_way_back(
      @ForAll Grid grid, @ForAll int down, @ForAll int right) {
    Grid rolled = grid.roll(down, right);
    for (int row = 0; row < grid.rows(); row++) {
      for (int column = 0; column < grid.columns(); column++) {
        int toRow = (int) Math.floorMod((long) row + down, (long) grid.rows());
        int toColumn = (int) Math.floorMod((long) column + right, (long) grid.columns());
        assertThat(rolled.colour(toRow, toColumn)).isEqualTo(grid.colour(row, column));
      }
    }
    Assume.that(down != Integer.MIN_VALUE && right != Integer.MIN_VALUE);
    assertThat(rolled.roll(-down, -right)).isEqualTo(grid);
  }

  @Property(seed = RandomGrids.SEED)
  void two_rolls_are_one(
      @ForAll Grid grid,
      @ForAll @IntRange(min = -99, max = 99) int down,
      @ForAll @IntRange(min = -99, max = 99) int right) {
    assertThat(grid.roll(down, 5).roll(7, right)).isEqualTo(grid.roll(down + 7, right + 5));
  }

  @Property(seed = RandomGrids.SEED)
  void other_colours_are_undone_by_their_inverse_and_leave_the_background(
      @ForAll Grid grid, @ForAll ColourMap map) {
    Grid other = map.apply(grid);
    assertThat(map.inverse().apply(other)).isEqualTo(grid);
    assertThat(map.inverse().inverse()).isEqualTo(map);
    assertThat(other.toString().replaceAll("[1-9]", "x"))
        .isEqualTo(grid.toString().replaceAll("[1-9]", "x"));
  }

  @Property(seed = RandomGrids.SEED)
  void copies_and_blocks_hold_the_grid(
      @ForAll Grid grid,
      @ForAll @IntRange(min = 1, max = 4) int down,
      @ForAll @IntRange(min = 1, max = 4) int right) {
    Assume.that(grid.canGrow(down, right));
    Grid copies = grid.repeat(down, right);
    Grid blocks = grid.scale(down, right);
    for (Grid grown : List.of(copies, blocks)) {
      assertThat(grown.rows()).isEqualTo(down * grid.rows());
      assertThat(grown.columns()).isEqualTo(right * grid.columns());
    }
    for (int i = 0; i < down; i++) {
      for (int j = 0; j < right; j++) {
        int copyRow = i * grid.rows();
        int copyColumn = j * grid.columns();
        assertThat(cells(copies, grid, copyRow, copyColumn, 1, 1)).isEqualTo(grid);
        assertThat(cells(blocks, grid, i, j, down, right)).isEqualTo(grid);
      }
    }
  }

  @Property(seed = RandomGrids.SEED)
  void grows_as_far_as_it_says(
      @ForAll Grid grid,
      @ForAll @IntRange(min = 1, max = 31) int down,
      @ForAll @IntRange(min = 1, max = 31) int right) {
    boolean fits = down * grid.rows() <= 30 && right * grid.columns() <= 30;
    assertThat(grid.canGrow(down, right)).isEqualTo(fits);
    if (!fits) {
      for (Runnable growth :
          List.<Runnable>of(() -> grid.repeat(down, right), () -> grid.scale(down, right))) {
        assertThatThrownBy(growth::run)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("cannot become " + down + " times as high and " + right);
      }
    }
  }

  @Property(seed = RandomGrids.SEED)
  void a_mirrored_grid_is_symmetric_and_holds_the_grid(@ForAll Grid grid, @ForAll Side side) {
    boolean tall = side == Side.ABOVE || side == Side.BELOW;
    Assume.that(grid.canGrow(tall ? 2 : 1, tall ? 1 : 2));
    Grid mirrored = grid.mirror(side);
    assertThat(mirrored.rows()).isEqualTo((tall ? 2 : 1) * grid.rows());
    assertThat(mirrored.columns()).isEqualTo((tall ? 1 : 2) * grid.columns());
    Symmetry flip = tall ? Symmetry.FLIP_ROWS : Symmetry.FLIP_COLUMNS;
    assertThat(flip.apply(mirrored)).isEqualTo(mirrored);
    int row = side == Side.ABOVE ? grid.rows() : 0;
    int column = side == Side.LEFT ? grid.columns() : 0;
    assertThat(cells(mirrored, grid, row, column, 1, 1)).isEqualTo(grid);
  }

  @Property(seed = RandomGrids.SEED)
  void it_does_not_matter_whether_a_grid_is_turned_before_it_grows_or_after(
      @ForAll Grid grid, @ForAll Symmetry symmetry, @ForAll @IntRange(min = 1, max = 5) int by) {
    Assume.that(grid.canGrow(by, by));
    Grid turned = symmetry.apply(grid);
    assertThat(symmetry.apply(grid.scale(by, by))).isEqualTo(turned.scale(by, by));
    assertThat(symmetry.apply(grid.repeat(by, by))).isEqualTo(turned.repeat(by, by));
  }

  @Property(seed = RandomGrids.SEED)
  void it_does_not_matter_whether_an_item_is_augmented_before_it_is_recoloured_or_after(
      @ForAll Item item, @ForAll Augmentation augmentation, @ForAll ColourMap map) {
    assertThat(augmentation.apply(item.map(map::apply), new Random(1)))
        .isEqualTo(augmentation.apply(item, new Random(1)).map(changed -> changed.map(map::apply)));
  }

  /** As many cells as the shape has, from a corner on and so many rows and columns apart. */
  private static Grid cells(Grid of, Grid shape, int row, int column, int down, int right) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < shape.rows(); i++) {
      List<Integer> cells = new ArrayList<>();
      for (int j = 0; j < shape.columns(); j++) {
        cells.add(of.colour(row + i * down, column + j * right));
      }
      rows.add(cells);
    }
    return Grid.of(rows);
  }
}
