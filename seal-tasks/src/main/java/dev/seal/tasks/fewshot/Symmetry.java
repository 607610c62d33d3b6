package dev.seal.tasks.fewshot;

/**
 * The eight ways to turn and flip a rectangle. They form a group under {@link #then}. Quarter turns
 * and transpositions exchange rows and columns.
 */
public enum Symmetry {

  /** No change. */
  IDENTITY(false, false, false),

  /** A quarter turn counter-clockwise: the last column becomes the first row. */
  ROTATE_90(true, true, false),

  /** Half a turn. */
  ROTATE_180(false, true, true),

  /**
   * Three quarters of a turn counter-clockwise: the first column becomes the first row, reversed.
   */
  ROTATE_270(true, false, true),

  /** Upside down: the last row becomes the first. */
  FLIP_ROWS(false, true, false),

  /** Left to right: the last column becomes the first. */
  FLIP_COLUMNS(false, false, true),

  /** About the diagonal from the upper left corner: the first column becomes the first row. */
  TRANSPOSE(true, false, false),

  /**
   * About the diagonal from the upper right corner: the last column, from below, becomes the first
   * row.
   */
  ANTI_TRANSPOSE(true, true, true);

  // Every symmetry is a transposition or none, and after it a flip of the rows, the columns, both
  // or none.
  private final boolean transposes;
  private final boolean flipsRows;
  private final boolean flipsColumns;

  Symmetry(boolean transposes, boolean flipsRows, boolean flipsColumns) {
    this.transposes = transposes;
    this.flipsRows = flipsRows;
    this.flipsColumns = flipsColumns;
  }

  /**
   * Changes a grid.
   *
   * @param grid the grid
   * @return the turned or flipped grid
   */
  public Grid apply(Grid grid) {
    int rows = transposes ? grid.columns() : grid.rows();
    int columns = transposes ? grid.rows() : grid.columns();
    return Grid.build(
        rows,
        columns,
        (row, column) -> {
          int fromRow = flipsRows ? rows - 1 - row : row;
          int fromColumn = flipsColumns ? columns - 1 - column : column;
          return transposes ? grid.colour(fromColumn, fromRow) : grid.colour(fromRow, fromColumn);
        });
  }

  /**
   * The way back.
   *
   * @return the symmetry that undoes this one
   */
  public Symmetry inverse() {
    return switch (this) {
      case ROTATE_90 -> ROTATE_270;
      case ROTATE_270 -> ROTATE_90;
      default -> this;
    };
  }

  /**
   * One after the other.
   *
   * @param next what is done after this
   * @return the one symmetry that does both
   */
  public Symmetry then(Symmetry next) {
    // A transposition makes flips of rows, done before it, flips of columns, and the reverse.
    boolean rows = next.transposes ? flipsColumns : flipsRows;
    boolean columns = next.transposes ? flipsRows : flipsColumns;
    return of(transposes != next.transposes, rows != next.flipsRows, columns != next.flipsColumns);
  }

  private static Symmetry of(boolean transposes, boolean flipsRows, boolean flipsColumns) {
    for (Symmetry symmetry : values()) {
      if (symmetry.transposes == transposes
          && symmetry.flipsRows == flipsRows
          && symmetry.flipsColumns == flipsColumns) {
        return symmetry;
      }
    }
    throw new AssertionError("the eight symmetries are complete");
  }
}
