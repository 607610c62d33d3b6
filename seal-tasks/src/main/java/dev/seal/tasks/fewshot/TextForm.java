package dev.seal.tasks.fewshot;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.google.common.base.Splitter;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How grids are written for a model, and read from it. Reading is strict: what stands between rows
 * or digits is as it is written, nothing stands around them but white space at the ends, and any
 * other answer is none. (The paper's code makes what it can of any text with digits.)
 */
public enum TextForm {

  /**
   * Rows of digits, a row a line, under {@code Input:} and {@code Output:}, with an empty line
   * between pairs; self-edits are asked for in a sentence. The form that the embedded grid model
   * knows.
   */
  DIGITS(""),

  /**
   * As {@link #DIGITS}, with a space between digits: the form in which the paper shows examples
   * when it asks for a self-edit.
   */
  SPACED_DIGITS(" "),

  /**
   * Nested arrays, as NumPy prints them: a line such as {@code [[0 1]\n [2 3]] -> [[1 0]\n [3 2]]#}
   * for each pair (paper, section 3.2). Self-edits are asked for with {@link #SPACED_DIGITS}.
   */
  ARRAYS(" ") {
    @Override
    String write(Grid grid) {
      return "[[" + rows(grid).collect(joining(NEXT_ROW)) + "]]";
    }

    @Override
    String question(List<Pair> demonstrations, Grid input) {
      StringBuilder text = new StringBuilder(FewShotPrompts.ARRAYS);
      for (Pair pair : demonstrations) {
        text.append(write(pair.input())).append(" -> ").append(answer(pair.output())).append('\n');
      }
      return text.append(write(input)).append(" -> ").toString();
    }

    @Override
    String answer(Grid output) {
      return write(output) + '#';
    }

    @Override
    String selfEdit(List<Pair> pairs) {
      return SPACED_DIGITS.selfEdit(pairs);
    }

    /** The answer ends at {@code #}, which may be missing; white space around it does not count. */
    @Override
    Optional<Grid> read(String completion) {
      String text = before("#", completion).strip();
      return text.startsWith("[[") && text.endsWith("]]")
          ? grid(text.substring(2, text.length() - 2), NEXT_ROW)
          : Optional.empty();
    }
  };

  private static final String NEXT_ROW = "]\n [";

  private final String gap;
  private final Pattern row;

  TextForm(String gap) {
    this.gap = gap;
    this.row = Pattern.compile("[0-9](" + gap + "[0-9]){0," + (Grid.MAX_SIDE - 1) + '}');
  }

  /**
   * The form of a name, as {@link #toString} gives it.
   *
   * @param name {@code digits}, {@code spaced-digits} or {@code arrays}
   * @return the form
   * @throws IllegalArgumentException if there is no such form
   */
  public static TextForm of(String name) {
    requireNonNull(name, "name");
    for (TextForm form : values()) {
      if (form.toString().equals(name)) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "a text form must be one of " + List.of(values()) + ", but was \"" + name + '"');
  }

  String write(Grid grid) {
    return rows(grid).collect(joining("\n"));
  }

  /** Asks for what the pairs' rule makes of a grid. */
  String question(List<Pair> demonstrations, Grid input) {
    return pairs(demonstrations) + "Input:\n" + write(input) + "\nOutput:\n";
  }

  /** What a model should answer, before its end token. */
  String answer(Grid output) {
    return write(output);
  }

  /** Asks for a self-edit. */
  String selfEdit(List<Pair> pairs) {
    return pairs(pairs) + (this == DIGITS ? FewShotPrompts.SHORT : FewShotPrompts.WHOLE);
  }

  private String pairs(List<Pair> pairs) {
    return pairs.stream()
        .map(pair -> "Input:\n" + write(pair.input()) + "\nOutput:\n" + answer(pair.output()))
        .map(text -> text + "\n\n")
        .collect(joining());
  }

  /**
   * Reads an answer. It ends at an empty line or with a line break; what is behind does not count.
   *
   * @return the grid, or empty where it is none
   */
  Optional<Grid> read(String completion) {
    String text = before("\n\n", completion);
    return grid(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, "\n");
  }

  static String before(String end, String text) {
    int place = text.indexOf(end);
    return place < 0 ? text : text.substring(0, place);
  }

  Optional<Grid> grid(String text, String nextRow) {
    // One row more than a grid may have is enough to know that it is none.
    List<String> rows = Splitter.on(nextRow).limit(Grid.MAX_SIDE + 1).splitToList(text);
    int length = rows.get(0).length();
    return rows.size() <= Grid.MAX_SIDE
            && rows.stream().allMatch(r -> r.length() == length && row.matcher(r).matches())
        ? Optional.of(Grid.of(rows.stream().map(r -> r.replace(gap, "")).toArray(String[]::new)))
        : Optional.empty();
  }

  Stream<String> rows(Grid grid) {
    return grid.cells().stream()
        .map(cells -> cells.stream().map(String::valueOf).collect(joining(gap)));
  }

  /** The name in settings, such as {@code spaced-digits}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
