package dev.seal.examples;

import dev.seal.Adaptation;
import dev.seal.Candidate;
import dev.seal.SealSettings;
import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.TrainingStep;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the quickstart prints of a model, a passage, and what became of it. */
final class Report {

  private static final int EDIT_EXCERPT = 130;

  private final Page page;

  Report(PrintWriter out) {
    this.page = new Page(out);
  }

  void model(ModelInfo info, SealSettings settings) {
    page.heading("The model");
    page.table(
        List.of(12, 88),
        List.of(
            List.of(
                "name",
                String.format(
                    Locale.ROOT,
                    "%s, %s, %.1f million parameters, window of %d tokens",
                    info.name(),
                    info.architecture(),
                    info.parameters() / 1e6,
                    info.contextWindow())),
            List.of("device", info.device()),
            List.of("precision", info.precision()),
            List.of("native", info.nativeLibrary())));
    page.heading("The settings, and who chose them");
    page.table(
        List.of(12, 88),
        settings.describe().lines().map(line -> List.of(line.split("\\s+", 2))).toList());
  }

  /** A remark on the settings. */
  void note(String text) {
    page.paragraph(text);
  }

  void passage(Passage passage, boolean person) {
    page.heading(
        person
            ? "The passage, about an invented person whom the practice model has never seen"
            : "The passage");
    page.paragraph(passage.title().isBlank() ? passage.context() : whole(passage));
  }

  private static String whole(Passage passage) {
    return passage.title() + '\n' + passage.context();
  }

  void candidates(Adaptation<Passage> adaptation) {
    page.heading("The self-edits: one adapter was trained on each, all side by side");
    int best = adaptation.best().map(Candidate::number).orElse(-1);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "reward", "right", "loss", "self-edit"));
    for (Candidate candidate : adaptation.candidates()) {
      rows.add(row(candidate, candidate.number() == best));
    }
    page.table(List.of(5, 9, 8, 16, 62), rows);
    adaptation
        .best()
        .ifPresent(
            chosen ->
                page.paragraph(
                    "* Number "
                        + (chosen.number() + 1)
                        + " is chosen. The mean mark of all is "
                        + percent(adaptation.accuracy())
                        + (adaptation.rejected() == 0
                            ? "."
                            : ", rejected ones counted as the model without an adapter.")));
  }

  private static List<String> row(Candidate candidate, boolean chosen) {
    String number = (chosen ? "*" : " ") + (candidate.number() + 1);
    String edit = candidate.edit().map(text -> excerpt(text.text())).orElse("");
    if (candidate.rejection().isPresent()) {
      return List.of(number, "rejected", "", "", candidate.rejection().get());
    }
    Score score = candidate.score().orElseThrow();
    return List.of(
        number,
        String.format(Locale.ROOT, "%+.2f", candidate.reward().orElseThrow()),
        right(score),
        losses(candidate.steps()),
        edit);
  }

  void answers(Adaptation<Passage> adaptation) {
    page.heading("The questions, answered without the passage in view");
    Candidate best = adaptation.best().orElseThrow();
    Score after = best.score().orElseThrow();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("question", "before", "", "after", "", "right is"));
    for (int i = 0; i < adaptation.questions().size(); i++) {
      Question question = adaptation.questions().get(i);
      rows.add(
          List.of(
              question.text(),
              adaptation.frozenAnswers().get(i).strip(),
              mark(adaptation.frozen().marks().get(i)),
              best.answers().get(i).strip(),
              mark(after.marks().get(i)),
              question.answers().get(0)));
    }
    rows.add(List.of("", "", right(adaptation.frozen()), "", right(after), ""));
    page.table(List.of(31, 19, 8, 19, 8, 15), rows);
    page.paragraph(
        "These questions also chose the winner among the candidates, so the gain on them is"
            + " optimistic: to know what was learned, ask others.");
  }

  void rejections(Adaptation<Passage> adaptation) {
    page.heading("Nothing was learned: all self-edits were rejected");
    page.table(
        List.of(5, 95),
        adaptation.candidates().stream()
            .map(
                candidate ->
                    List.of(
                        String.valueOf(candidate.number() + 1),
                        candidate.rejection().orElseThrow()))
            .toList());
    page.paragraph("Try another --seed, more --self-edits, another --style, or a larger model.");
  }

  void costs(Adaptation<Passage> adaptation, Path folder) {
    page.heading("What it took");
    Duration total = adaptation.times().values().stream().reduce(Duration.ZERO, Duration::plus);
    String phases =
        adaptation.times().entrySet().stream()
            .map(entry -> entry.getKey().label() + ' ' + seconds(entry.getValue()))
            .collect(Collectors.joining(", "));
    page.table(
        List.of(12, 88),
        List.of(
            List.of(
                "trained", String.format(Locale.ROOT, "%,d tokens", adaptation.trainedTokens())),
            List.of("time", seconds(total) + ": " + phases),
            List.of("adapter", adaptation.adapter().spec().toString()),
            List.of("saved in", folder.toAbsolutePath().normalize().toString())));
  }

  private static String right(Score score) {
    double sum = score.marks().stream().mapToDouble(Double::doubleValue).sum();
    return number(sum) + " of " + score.marks().size();
  }

  private static String mark(double mark) {
    if (mark == 1) {
      return "right";
    }
    return mark == 0 ? "wrong" : number(mark);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String losses(List<TrainingStep> steps) {
    return String.format(
        Locale.ROOT, "%.2f -> %.2f", steps.get(0).loss(), steps.get(steps.size() - 1).loss());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toNanos() / 1e9);
  }

  private static String excerpt(String edit) {
    String line = edit.strip().replaceAll("\\s*\\R\\s*", " / ");
    return line.length() <= EDIT_EXCERPT ? line : line.substring(0, EDIT_EXCERPT) + " ...";
  }
}
