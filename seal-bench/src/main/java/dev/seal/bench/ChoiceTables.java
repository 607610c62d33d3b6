package dev.seal.bench;

import dev.seal.report.Table;
import dev.seal.tasks.fewshot.AugmentationGroup;
import dev.seal.tasks.fewshot.Puzzle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What a model chose before and after rounds, side by side. */
final class ChoiceTables {

  private static final int REASONS = 5; // of each row

  private final SortedMap<Integer, ToolChoices> stages;

  /** Of what was chosen after so many rounds each. */
  ChoiceTables(SortedMap<Integer, ToolChoices> stages) {
    this.stages = Collections.unmodifiableSortedMap(new TreeMap<>(stages));
  }

  /** Of the model's own choices. */
  static ChoiceTables of(List<ProofRow<Puzzle>> rows) {
    SortedMap<Integer, ToolChoices> stages = new TreeMap<>();
    rows.forEach(row -> stages.put(row.stage(), ToolChoices.of(row.evaluation())));
    return new ChoiceTables(stages);
  }

  /** A column for each stage. */
  Table shares() {
    Table.Builder table = Table.builder().left("of its own choices");
    stages.keySet().forEach(stage -> table.right(heading(stage)));
    row(table, "self-edits", each -> String.valueOf(each.written()));
    row(table, "valid JSON", each -> String.valueOf(each.valid().size()));
    row(table, "rejected", each -> String.valueOf(each.rejected()));
    for (AugmentationGroup group : AugmentationGroup.values()) {
      String name = group.name().toLowerCase(Locale.ROOT);
      row(table, name + " augmentations, %", each -> percent(each.on(group)));
    }
    row(table, "loss on outputs, %", each -> percent(each.outputs()));
    shares(table, "learning rate ", ToolChoices::learningRates);
    shares(table, "epochs ", ToolChoices::epochs);
    return table.note("Shares are of the valid ones, those that were rejected among them.").build();
  }

  private <K extends Comparable<K>> void shares(
      Table.Builder table, String name, Function<ToolChoices, SortedMap<K, Double>> shares) {
    SortedSet<K> all = new TreeSet<>();
    stages.values().forEach(each -> all.addAll(shares.apply(each).keySet()));
    for (K value : all) {
      row(
          table,
          name + plain(value) + ", %",
          each ->
              each.valid().isEmpty() ? "" : percent(shares.apply(each).getOrDefault(value, 0.0)));
    }
  }

  private void row(Table.Builder table, String name, Function<ToolChoices, String> cell) {
    List<String> cells = new ArrayList<>(List.of(name));
    stages.values().forEach(each -> cells.add(cell.apply(each)));
    table.row(cells.toArray(String[]::new));
  }

  /** Why self-edits were rejected. */
  Table reasons() {
    Table.Builder table = Table.builder().left("when").right("self-edits").left("rejected because");
    stages.forEach(
        (stage, choices) ->
            choices.reasons().stream()
                .limit(REASONS)
                .forEach(
                    reason ->
                        table.row(heading(stage), String.valueOf(reason.count()), reason.words())));
    return stages.values().stream().allMatch(each -> each.reasons().size() <= REASONS)
        ? table.build()
        : table.note("The " + REASONS + " most frequent reasons.").build();
  }

  boolean hasReasons() {
    return stages.values().stream().anyMatch(each -> !each.reasons().isEmpty());
  }

  List<Figures> json() {
    return stages.entrySet().stream()
        .map(stage -> json(stage.getValue()).put("rounds", stage.getKey()))
        .toList();
  }

  private static Figures json(ToolChoices choices) {
    Figures figures =
        new Figures()
            .put("self_edits", choices.written())
            .put("valid", choices.valid().size())
            .put("rejected", choices.rejected());
    for (AugmentationGroup group : AugmentationGroup.values()) {
      figures.put(group.name().toLowerCase(Locale.ROOT), 100 * choices.on(group));
    }
    return figures
        .put("loss_on_outputs", 100 * choices.outputs())
        .put("learning_rates", json(choices.learningRates()))
        .put("epochs", json(choices.epochs()))
        .putAll(
            "reasons",
            choices.reasons().stream()
                .map(
                    reason ->
                        new Figures().put("reason", reason.words()).put("count", reason.count()))
                .toList());
  }

  private static Figures json(Map<?, Double> shares) {
    Figures figures = new Figures();
    shares.forEach((value, share) -> figures.put(plain(value), 100 * share));
    return figures;
  }

  private static String heading(int stage) {
    return stage == 0 ? "before" : "after round " + stage;
  }

  private static String plain(Object number) {
    return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.0f", 100 * share);
  }
}
