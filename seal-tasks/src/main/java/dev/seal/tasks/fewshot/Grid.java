package dev.seal.tasks.fewshot;

import com.google.common.base.CharMatcher;
import com.google.common.hash.PrimitiveSink;
import dev.seal.tasks.internal.Excerpt;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A picture of 1 to 30 rows and columns, each of whose cells has a colour from 0 to 9. Rows and
 * columns count from 0, the first row being the uppermost and the first column the leftmost. Grids
 * are equal if they have the same size and cells. Immutable, and safe for use by several threads.
 *
 * <p>The natural order is by rows, then by columns, then by the cells, row by row; it is consistent
 * with equals.
 */
public final class Grid implements Comparable<Grid> {

  /** The most rows, and the most columns, that a grid may have. */
  public static final int MAX_SIDE = 30;

  /** The greatest colour. */
  public static final int MAX_COLOUR = 9;

  private final int columns;
  private final byte[] cells;
  // Grids are looked up over and over while a training set is made.
  private final int hash;

  private Grid(int columns, byte[] cells) {
    this.columns = columns;
    this.cells = cells;
    this.hash = 31 * Arrays.hashCode(cells) + columns;
  }

  /** On which side of a grid something is put. */
  public enum Side {
    /** Over the first row. */
    ABOVE,
    /** Under the last row. */
    BELOW,
    /** In front of the first column. */
    LEFT,
    /** Behind the last column. */
    RIGHT
  }

  /**
   * A grid of cells.
   *
   * @param rows the colours, row by row
   * @return the grid
   * @throws IllegalArgumentException if there are no or more than {@value #MAX_SIDE} rows or
   *     columns, if the rows differ in length, or if a colour is not from 0 to {@value #MAX_COLOUR}
   */
  public static Grid of(List<List<Integer>> rows) {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    checkSize(rows.size(), columns);
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).size() != columns) {
        throw new IllegalArgumentException(
            "row "
                + row
                + " has "
                + rows.get(row).size()
                + " cells, but row 0 has "
                + columns
                + "; give all rows the same length");
      }
    }
    return build(rows.size(), columns, (row, column) -> rows.get(row).get(column));
  }

  /**
   * A grid of rows of digits, such as {@code Grid.of("070", "707")}.
   *
   * @param rows one digit for each cell
   * @return the grid
   * @throws IllegalArgumentException as for {@link #of(List)}, or if there is anything but digits
   */
  public static Grid of(String... rows) {
    return of(Arrays.stream(rows).map(Grid::digits).toList());
  }

  private static List<Integer> digits(String row) {
    if (!CharMatcher.inRange('0', '9').matchesAllOf(row)) {
      throw new IllegalArgumentException(
          "the row \"" + Excerpt.of(row) + "\" has more than digits; give a digit for each cell");
    }
    return row.chars().map(digit -> digit - '0').boxed().toList();
  }

  /** A grid whose colours are found by row and column. */
  static Grid build(int rows, int columns, IntBinaryOperator colour) {
    checkSize(rows, columns);
    byte[] cells = new byte[rows * columns];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = checkedColour(i / columns, i % columns, colour);
    }
    return new Grid(columns, cells);
  }

  /**
   * How high the grid is.
   *
   * @return the number of rows, from 1 to {@value #MAX_SIDE}
   */
  public int rows() {
    return cells.length / columns;
  }

  /**
   * How wide the grid is.
   *
   * @return the number of columns, from 1 to {@value #MAX_SIDE}
   */
  public int columns() {
    return columns;
  }

  /**
   * A cell's colour.
   *
   * @param row the row, from 0
   * @param column the column, from 0
   * @return a colour from 0 to {@value #MAX_COLOUR}
   * @throws IllegalArgumentException if there is no such cell
   */
  public int colour(int row, int column) {
    if (row < 0 || row >= rows() || column < 0 || column >= columns) {
      throw new IllegalArgumentException(
          "no cell at row "
              + row
              + ", column "
              + column
              + " of a grid of "
              + size(rows(), columns)
              + "; count from 0");
    }
    return at(row, column);
  }

  /**
   * All colours.
   *
   * @return the colours, row by row, unmodifiable
   */
  public List<List<Integer>> cells() {
    return IntStream.range(0, rows())
        .mapToObj(
            row -> IntStream.range(0, columns).map(column -> at(row, column)).boxed().toList())
        .toList();
  }

  /**
   * The grid with its cells moved. What leaves it on one side enters on the other, so that {@code
   * roll(-down, -right)} moves the cells back.
   *
   * @param down by how many rows, of any sign and size
   * @param right by how many columns, of any sign and size
   * @return a grid of the same size
   */
  public Grid roll(int down, int right) {
    int rows = rows();
    int up = Math.floorMod(-Math.floorMod(down, rows), rows);
    int left = Math.floorMod(-Math.floorMod(right, columns), columns);
    return build(rows, columns, (row, column) -> at((row + up) % rows, (column + left) % columns));
  }

  /**
   * Copies of the grid, side by side.
   *
   * @param down how many copies stand one below the other, from 1
   * @param right how many copies stand next to each other, from 1
   * @return a grid {@code down} times as high and {@code right} times as wide
   * @throws IllegalArgumentException if a factor is below 1, or the result would be too large, as
   *     {@link #canGrow} tells beforehand
   */
  public Grid repeat(int down, int right) {
    return grow(down, right, (row, column) -> at(row % rows(), column % columns));
  }

  /**
   * The grid enlarged: every cell becomes a block of its colour.
   *
   * @param down how many rows a block has, from 1
   * @param right how many columns a block has, from 1
   * @return a grid {@code down} times as high and {@code right} times as wide
   * @throws IllegalArgumentException if a factor is below 1, or the result would be too large, as
   *     {@link #canGrow} tells beforehand
   */
  public Grid scale(int down, int right) {
    return grow(down, right, (row, column) -> at(row / down, column / right));
  }

  /**
   * The grid with its mirror image beside it.
   *
   * @param side where the mirror image is put
   * @return a grid twice as high (above, below) or twice as wide (left, right), symmetric about its
   *     middle
   * @throws IllegalArgumentException if the result would be too large, as {@link #canGrow} tells
   *     beforehand
   */
  public Grid mirror(Side side) {
    int rows = rows();
    return switch (side) {
      case ABOVE ->
          grow(2, 1, (row, column) -> at(row < rows ? rows - 1 - row : row - rows, column));
      case BELOW -> grow(2, 1, (row, column) -> at(row < rows ? row : 2 * rows - 1 - row, column));
      case LEFT ->
          grow(
              1,
              2,
              (row, column) -> at(row, column < columns ? columns - 1 - column : column - columns));
      case RIGHT ->
          grow(
              1, 2, (row, column) -> at(row, column < columns ? column : 2 * columns - 1 - column));
    };
  }

  /**
   * Whether there may be a grid so many times as large: what {@link #repeat} and {@link #scale}
   * need, and {@link #mirror} with a factor of 2 for its direction.
   *
   * @param down how many times as high, from 1
   * @param right how many times as wide, from 1
   * @return whether the result would have at most {@value #MAX_SIDE} rows and columns
   * @throws IllegalArgumentException if a factor is below 1
   */
  public boolean canGrow(int down, int right) {
    if (down < 1 || right < 1) {
      throw new IllegalArgumentException(
          "a grid cannot become "
              + down
              + " times as high and "
              + right
              + " times as wide; give factors from 1");
    }
    return down <= MAX_SIDE / rows() && right <= MAX_SIDE / columns;
  }

  @Override
  public int compareTo(Grid other) {
    int byRows = Integer.compare(rows(), other.rows());
    if (byRows != 0) {
      return byRows;
    }
    int byColumns = Integer.compare(columns, other.columns);
    return byColumns != 0 ? byColumns : Arrays.compare(cells, other.cells);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grid grid
        && hash == grid.hash
        && columns == grid.columns
        && Arrays.equals(cells, grid.cells);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * The grid as text.
   *
   * @return the rows as digits, joined by line breaks
   */
  @Override
  public String toString() {
    return cells().stream()
        .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  /** All that makes the grid what it is, for a hash that is the same in every process. */
  void putInto(PrimitiveSink sink) {
    sink.putInt(rows()).putInt(columns).putBytes(cells);
  }

  /** Adds the colours that occur. */
  void addColours(BitSet colours) {
    for (byte colour : cells) {
      colours.set(colour);
    }
  }

  private int at(int row, int column) {
    return cells[row * columns + column];
  }

  private Grid grow(int down, int right, IntBinaryOperator colour) {
    if (!canGrow(down, right)) {
      throw new IllegalArgumentException(
          "a grid of "
              + size(rows(), columns)
              + " cannot become "
              + down
              + " times as high and "
              + right
              + " times as wide, as "
              + MAX_SIDE
              + " of each are the most; ask canGrow beforehand");
    }
    return build(down * rows(), right * columns, colour);
  }

  private static void checkSize(int rows, int columns) {
    if (rows < 1 || columns < 1 || rows > MAX_SIDE || columns > MAX_SIDE) {
      throw new IllegalArgumentException(
          "a grid cannot have " + size(rows, columns) + "; give 1 to " + MAX_SIDE + " of each");
    }
  }

  private static byte checkedColour(int row, int column, IntBinaryOperator source) {
    int colour = source.applyAsInt(row, column);
    if (colour < 0 || colour > MAX_COLOUR) {
      throw new IllegalArgumentException(
          "the colour at row "
              + row
              + ", column "
              + column
              + " is "
              + colour
              + "; give colours from 0 to "
              + MAX_COLOUR);
    }
    return (byte) colour;
  }

  private static String size(int rows, int columns) {
    return rows + " rows and " + columns + " columns";
  }
}
