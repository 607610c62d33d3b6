package dev.seal.bench;

import dev.seal.Candidate;
import dev.seal.Estimate;
import dev.seal.Evaluation;
import dev.seal.InputResult;
import dev.seal.api.Passage;
import dev.seal.api.task.Grader;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Marks what was answered once more, by another grader than the one that made the rewards. */
final class Marking {

  private final Grader grader;

  Marking(Grader grader) {
    this.grader = grader;
  }

  /** What a method reaches under this grader. */
  Estimate mark(Evaluation<Passage> evaluation) {
    return Estimate.of(evaluation.results().stream().map(this::mark).toList());
  }

  private double mark(InputResult<Passage> result) {
    double frozen = mean(result, result.frozenAnswers());
    OptionalDouble mean =
        result.candidates().stream().mapToDouble(c -> mark(result, c, frozen)).average();
    return mean.orElse(frozen);
  }

  private double mark(InputResult<Passage> result, Candidate candidate, double frozen) {
    return candidate.rejection().isPresent() ? frozen : mean(result, candidate.answers());
  }

  private double mean(InputResult<Passage> result, List<String> answers) {
    return IntStream.range(0, answers.size())
        .mapToDouble(i -> grader.mark(result.questions().get(i), answers.get(i)))
        .average()
        .orElseThrow();
  }
}
