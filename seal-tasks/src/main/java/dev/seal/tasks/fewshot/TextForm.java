package dev.seal.tasks.fewshot;

import static java.util.stream.Collectors.joining;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How grids are written for a model, and read from it. */
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
      return "[[" + rows(grid, " ").collect(joining("]\n [")) + "]]";
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

    @Override
    Optional<Grid> read(String completion) {
      int end = completion.indexOf('#');
      String text = (end < 0 ? completion : completion.substring(0, end)).strip();
      return text.startsWith("[[") && text.endsWith("]]")
          ? rows(text.substring(2, text.length() - 2), Pattern.compile("\\]\n \\["))
          : Optional.empty();
    }
  };

  private static final Pattern BLANK_LINE = Pattern.compile("\n\n");
  private static final Pattern DIGIT = Pattern.compile("[0-9]");
  private static final Pattern LINE_END = Pattern.compile("\n");

  private final String gap;

  TextForm(String gap) {
    this.gap = gap;
  }

  /**
   * The form of a name, as {@link #toString} gives it.
   *
   * @param name {@code digits}, {@code spaced-digits} or {@code arrays}
   * @return the form
   * @throws IllegalArgumentException if there is no such form
   */
  public static TextForm of(String name) {
    for (TextForm form : values()) {
      if (form.toString().equals(name)) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "a text form must be one of " + List.of(values()) + ", but was \"" + name + '"');
  }

  String write(Grid grid) {
    return rows(grid, gap).collect(joining("\n"));
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
   * Reads an answer. What is behind its end, an empty line, does not count; before it, nothing is
   * guessed.
   *
   * @return the grid, or empty where it is none
   */
  Optional<Grid> read(String completion) {
    String text = BLANK_LINE.split(completion, 2)[0];
    return rows(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, LINE_END);
  }

  // One row more than a grid may have is enough to know that it is none.
  Optional<Grid> rows(String text, Pattern separator) {
    String[] lines = separator.split(text, Grid.MAX_SIDE + 1);
    List<List<Integer>> rows = new ArrayList<>();
    for (String line : lines) {
      Optional<List<Integer>> row = row(line);
      if (row.isEmpty() || row.get().size() != row(lines[0]).orElseThrow().size()) {
        return Optional.empty();
      }
      rows.add(row.get());
    }
    return rows.size() > Grid.MAX_SIDE ? Optional.empty() : Optional.of(Grid.of(rows));
  }

  private Optional<List<Integer>> row(String line) {
    if (line.length() > Grid.MAX_SIDE * (1 + gap.length())) {
      return Optional.empty();
    }
    List<Integer> row = new ArrayList<>();
    for (String cell : line.split(gap, gap.isEmpty() ? 0 : -1)) {
      if (!DIGIT.matcher(cell).matches()) {
        return Optional.empty();
      }
      row.add(Integer.valueOf(cell));
    }
    return row.size() > Grid.MAX_SIDE ? Optional.empty() : Optional.of(row);
  }

  static Stream<String> rows(Grid grid, String gap) {
    return grid.cells().stream()
        .map(row -> row.stream().map(String::valueOf).collect(joining(gap)));
  }

  /** The name in settings, such as {@code spaced-digits}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
