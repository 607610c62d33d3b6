package dev.seal.bench;

import dev.seal.Candidate;
import dev.seal.Estimate;
import dev.seal.Evaluation;
import dev.seal.InputResult;
import dev.seal.api.Passage;
import dev.seal.api.task.Grader;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What one method reaches.
 *
 * @param id the method in files, such as {@code own-edits}
 * @param stage after how many rounds
 * @param label the method in words
 * @param evaluation what became of each passage
 */
record ProofRow(String id, int stage, String label, Evaluation<Passage> evaluation) {

  /** The row's name in files. */
  String name() {
    return id + "-" + stage;
  }

  Duration time() {
    return evaluation.times().values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** What the method reaches under another grader than the one that made the rewards. */
  Estimate marked(Grader grader) {
    return Estimate.of(
        evaluation.results().stream().map(result -> marked(result, grader)).toList());
  }

  private static double marked(InputResult<Passage> result, Grader grader) {
    double frozen = mean(result, result.frozenAnswers(), grader);
    OptionalDouble mean =
        result.candidates().stream().mapToDouble(c -> marked(result, c, grader, frozen)).average();
    return mean.orElse(frozen);
  }

  private static double marked(
      InputResult<Passage> result, Candidate candidate, Grader grader, double frozen) {
    return candidate.rejection().isPresent() ? frozen : mean(result, candidate.answers(), grader);
  }

  private static double mean(InputResult<Passage> result, List<String> answers, Grader grader) {
    return IntStream.range(0, answers.size())
        .mapToDouble(i -> grader.mark(result.questions().get(i), answers.get(i)))
        .average()
        .orElseThrow();
  }
}
