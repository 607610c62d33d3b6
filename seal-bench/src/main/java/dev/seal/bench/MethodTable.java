package dev.seal.bench;

import dev.seal.Estimate;
import dev.seal.Evaluation;
import dev.seal.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The table with a row per method and stage, and the oracle's under those of the model's own
 * self-edits.
 *
 * @param inputs what is learned, in the plural, such as {@code passages}
 * @param own the id of the method whose best candidates are shown too
 * @param selfEdits how many candidates that one has an input
 * @param rejected how rejected candidates count, in words
 * @param reference figures by others
 * @param practice whether those of the practice model can be held against these
 * @param columns what is measured, the candidates' marks first
 * @param <T> what is learned
 */
record MethodTable<T>(
    String inputs,
    String own,
    int selfEdits,
    String rejected,
    ProofReference reference,
    boolean practice,
    List<Column<T>> columns) {

  /** A column of estimates. */
  record Column<T>(String heading, Function<Evaluation<T>, Estimate> estimate) {}

  Table of(List<ProofRow<T>> rows) {
    List<String> numbers = new ArrayList<>(List.of("rounds"));
    columns.forEach(column -> numbers.add(column.heading()));
    if (practice) {
      numbers.add("reference");
    }
    numbers.addAll(List.of("paper, " + reference.model(), "rejected", "tokens", "steps", "time s"));
    Table.Builder table = Table.builder().left("method").right(numbers.toArray(String[]::new));
    for (ProofRow<T> row : rows) {
      table.row(cells(row, row.label(), row.name(), estimates(row), seconds(row)));
      if (row.id().equals(own) && selfEdits > 1) {
        table.row(
            cells(
                row,
                row.label() + ", best of " + selfEdits + " (oracle)",
                "best-of-" + selfEdits + '-' + row.stage(),
                oracle(row),
                ""));
      }
    }
    return table
        .note(
            "Means over "
                + rows.get(0).evaluation().results().size()
                + " "
                + inputs
                + " with their standard errors; rejected candidates count "
                + rejected
                + ". Tokens and optimizer steps are a candidate's, on average.")
        .build();
  }

  private List<String> estimates(ProofRow<T> row) {
    return columns.stream()
        .map(column -> column.estimate().apply(row.evaluation()).toString())
        .toList();
  }

  private List<String> oracle(ProofRow<T> row) {
    List<String> cells = new ArrayList<>(List.of(row.evaluation().bestAccuracy().toString()));
    while (cells.size() < columns.size()) {
      cells.add("");
    }
    return cells;
  }

  private String[] cells(
      ProofRow<T> row, String label, String name, List<String> estimates, String seconds) {
    List<String> cells = new ArrayList<>(List.of(label, String.valueOf(row.stage())));
    cells.addAll(estimates);
    if (practice) {
      cells.add(figure(reference.practice(name)));
    }
    cells.add(figure(reference.paper(name)));
    double candidates = row.evaluation().candidates();
    boolean none = candidates == 0 || !trains(row);
    cells.add(none ? "" : row.evaluation().rejected() + "/" + row.evaluation().candidates());
    cells.add(none ? "" : ProofTables.number(row.evaluation().trainedTokens() / candidates));
    cells.add(none ? "" : ProofTables.number(row.evaluation().optimizerSteps() / candidates));
    cells.add(seconds);
    return cells.toArray(String[]::new);
  }

  // A method whose self-edits were all rejected has nothing trained, but something to tell.
  private static boolean trains(ProofRow<?> row) {
    return row.evaluation().trainedTokens() > 0 || row.evaluation().rejected() > 0;
  }

  private static String seconds(ProofRow<?> row) {
    return ProofTables.seconds(row.time());
  }

  private static String figure(OptionalDouble figure) {
    return figure.isPresent() ? String.format(Locale.ROOT, "%.1f", figure.getAsDouble()) : "";
  }
}
