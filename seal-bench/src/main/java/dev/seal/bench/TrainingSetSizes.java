package dev.seal.bench;

import com.google.common.math.Stats;
import dev.seal.report.Table;
import dev.seal.tasks.fewshot.AugmentationGroup;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import dev.seal.tasks.fewshot.Puzzles;
import dev.seal.tasks.fewshot.TrainingSetSize;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts what there is to train on. */
@Command(
    name = "TrainingSetSizes",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Counts the training examples that are made of puzzles of 2, 3 and 4 pairs, before a limit"
          + " cuts them, for each group of augmentations alone, none and all.",
      "Without --data the puzzles are the unfiltered practice puzzles, which have 3 pairs: the"
          + " first two of these, all, and all with the first pair of the next puzzle."
    })
public final class TrainingSetSizes implements Callable<Integer> {

  private static final List<Integer> PAIRS = List.of(2, 3, 4);

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Puzzles in ARC's JSON; default: the unfiltered practice puzzles.")
  private @Nullable Path data;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new TrainingSetSizes(), args);
  }

  @Override
  public Integer call() {
    Map<String, Set<AugmentationGroup>> columns = columns();
    Table.Builder table = Table.builder().right("pairs", "puzzles");
    columns.keySet().forEach(table::right);
    List<Figures> rows = new ArrayList<>();
    List<Puzzle> all = data == null ? Practice.puzzles().unfiltered() : Puzzles.load(data);
    for (int pairs : PAIRS) {
      List<Puzzle> puzzles = data == null ? made(all, pairs) : having(all, pairs);
      if (puzzles.isEmpty()) {
        continue;
      }
      List<String> cells =
          new ArrayList<>(List.of(String.valueOf(pairs), String.valueOf(puzzles.size())));
      Figures row = new Figures().put("pairs", pairs).put("puzzles", puzzles.size());
      columns.forEach(
          (name, groups) -> {
            Stats sizes =
                puzzles.stream()
                    .mapToInt(puzzle -> TrainingSetSize.of(puzzle, groups))
                    .boxed()
                    .collect(Stats.toStats());
            cells.add(
                String.format(
                    Locale.ROOT, "%.0f / %.1f / %.0f", sizes.min(), sizes.mean(), sizes.max()));
            row.put(
                name,
                new Figures()
                    .put("min", sizes.min())
                    .put("mean", sizes.mean())
                    .put("max", sizes.max()));
          });
      table.row(cells.toArray(String[]::new));
      rows.add(row);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(table.note("The least / the mean / the most over the puzzles.").build().text());
    out.println(
        new Figures()
            .put("command", "TrainingSetSizes")
            .put("data", data == null ? "practice puzzles" : data.toString())
            .putAll("sizes", rows)
            .line());
    return CommandRunner.HOLDS;
  }

  private static Map<String, Set<AugmentationGroup>> columns() {
    Map<String, Set<AugmentationGroup>> columns = new LinkedHashMap<>();
    columns.put("none", Set.of());
    for (AugmentationGroup group : AugmentationGroup.values()) {
      columns.put(group.name().toLowerCase(Locale.ROOT), Set.of(group));
    }
    columns.put("all", EnumSet.allOf(AugmentationGroup.class));
    return columns;
  }

  private static List<Puzzle> having(List<Puzzle> all, int pairs) {
    return all.stream().filter(puzzle -> puzzle.train().size() == pairs).toList();
  }

  private static List<Puzzle> made(List<Puzzle> all, int pairs) {
    List<Puzzle> made = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      List<Pair> shown = new ArrayList<>(all.get(i).train());
      shown.addAll(all.get((i + 1) % all.size()).train());
      made.add(new Puzzle(all.get(i).id(), shown.subList(0, pairs), all.get(i).tests()));
    }
    return made;
  }
}
