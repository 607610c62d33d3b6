package dev.seal.tasks.fewshot;

import static dev.seal.tasks.fewshot.AugmentationGroup.BASIC;
import static dev.seal.tasks.fewshot.AugmentationGroup.CHAIN;
import static dev.seal.tasks.fewshot.AugmentationGroup.REPEAT;
import static dev.seal.tasks.fewshot.AugmentationGroup.SIZE;

import dev.seal.tasks.fewshot.Grid.Side;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * A change to all grids of an item alike, in the order in which items are made.
 *
 * <p>{@link #ROLL} moves inputs and outputs by the same random shift. The paper's code draws one
 * for each grid, which makes the place of an output in its grid a matter of luck that no rule
 * predicts; this is taken for an accident and left out on purpose.
 */
enum Augmentation {
  ROTATE_90(BASIC, Symmetry.ROTATE_90, 1),
  ROTATE_270(BASIC, Symmetry.ROTATE_270, 1),
  ROTATE_180(BASIC, Symmetry.ROTATE_180, 1),
  FLIP_ROWS(BASIC, Symmetry.FLIP_ROWS, 1),
  FLIP_COLUMNS(BASIC, Symmetry.FLIP_COLUMNS, 1),
  MIRROR_BELOW(BASIC, 2, 1, grid -> grid.mirror(Side.BELOW)),
  MIRROR_RIGHT(BASIC, 1, 2, grid -> grid.mirror(Side.RIGHT)),
  MIRROR_ABOVE(BASIC, 2, 1, grid -> grid.mirror(Side.ABOVE)),
  MIRROR_LEFT(BASIC, 1, 2, grid -> grid.mirror(Side.LEFT)),
  ROLL(BASIC, 1, 1, Augmentation::roll),
  TRANSPOSE(BASIC, Symmetry.TRANSPOSE, 1),

  SCALE(SIZE, 2, 2, grid -> grid.scale(2, 2)),
  SCALE_DOWN(SIZE, 2, 1, grid -> grid.scale(2, 1)),
  SCALE_RIGHT(SIZE, 1, 2, grid -> grid.scale(1, 2)),

  ROTATE_90_SCALE(CHAIN, Symmetry.ROTATE_90, 2),
  ROTATE_270_SCALE(CHAIN, Symmetry.ROTATE_270, 2),
  ROTATE_180_SCALE(CHAIN, Symmetry.ROTATE_180, 2),
  FLIP_ROWS_SCALE(CHAIN, Symmetry.FLIP_ROWS, 2),
  FLIP_COLUMNS_SCALE(CHAIN, Symmetry.FLIP_COLUMNS, 2),
  TRANSPOSE_SCALE(CHAIN, Symmetry.TRANSPOSE, 2),

  REPEAT_DOWN(REPEAT, 2, 1, grid -> grid.repeat(2, 1)),
  REPEAT_RIGHT(REPEAT, 1, 2, grid -> grid.repeat(1, 2)),
  REPEAT_BOTH(REPEAT, 2, 2, grid -> grid.repeat(2, 2));

  /** One more than the furthest that a roll goes in either direction. */
  private static final int ROLLS = 4;

  private final AugmentationGroup group;
  private final int down;
  private final int right;

  @SuppressWarnings("ImmutableEnumChecker") // the functions above hold no state
  private final Drawing drawing;

  Augmentation(AugmentationGroup group, int down, int right, Drawing drawing) {
    this.group = group;
    this.down = down;
    this.right = right;
    this.drawing = drawing;
  }

  Augmentation(AugmentationGroup group, int down, int right, UnaryOperator<Grid> change) {
    this(group, down, right, (grids, random) -> change);
  }

  Augmentation(AugmentationGroup group, Symmetry symmetry, int scale) {
    this(group, scale, scale, grid -> symmetry.apply(grid).scale(scale, scale));
  }

  AugmentationGroup group() {
    return group;
  }

  /** The changed item, or nothing where a grid would become too large. */
  Optional<Item> apply(Item item, Random random) {
    Collection<Grid> grids = item.grids();
    if (!grids.stream().allMatch(grid -> grid.canGrow(down, right))) {
      return Optional.empty();
    }
    return Optional.of(item.map(drawing.draw(grids, random)));
  }

  private static UnaryOperator<Grid> roll(Collection<Grid> grids, Random random) {
    int down = random.nextInt(rolls(grids, Grid::rows));
    int right = random.nextInt(rolls(grids, Grid::columns));
    return grid -> grid.roll(down, right);
  }

  // In grids lower or narrower than the largest, a roll may come round.
  private static int rolls(Collection<Grid> grids, ToIntFunction<Grid> side) {
    return Math.min(ROLLS, grids.stream().mapToInt(side).max().orElseThrow());
  }

  /** Makes one change for all of an item's grids. */
  private interface Drawing {
    UnaryOperator<Grid> draw(Collection<Grid> grids, Random random);
  }
}
