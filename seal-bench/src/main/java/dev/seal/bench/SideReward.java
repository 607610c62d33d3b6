package dev.seal.bench;

import dev.seal.Candidate;
import dev.seal.Evaluation;
import dev.seal.Improvement;
import dev.seal.InputResult;
import dev.seal.api.Passage;
import java.util.ArrayList;
import java.util.List;

/**
 * How good a reward is that needs no labelled questions: the same self-edits under both rewards.
 *
 * @param label the reward in words
 * @param pairs candidates with both rewards
 * @param rank the rank correlation over all pairs; NaN where it is not defined
 * @param within the mean of the rank correlations within each passage, where defined; NaN for none
 * @param agreement the share of passages in which its best candidate is one of the labelled
 *     reward's best
 * @param questions questions a passage that made the reward, on average; 0 without questions
 * @param leftOut passages for which no reward could be made
 * @param row what the model reaches that learned from it alone
 * @param rewards both rewards of each pair, the labelled one first
 */
record SideReward(
    String label,
    int pairs,
    double rank,
    double within,
    double agreement,
    double questions,
    int leftOut,
    ProofRow<Passage> row,
    List<List<Double>> rewards) {

  /** Compares the trials of two first rounds on the same passages. */
  static SideReward of(
      String label,
      Improvement<Passage> labelled,
      Improvement<Passage> side,
      ProofRow<Passage> row) {
    Evaluation<Passage> trials = side.rounds().get(0).trials();
    List<InputResult<Passage>> twins = labelled.rounds().get(0).trials().results();
    List<List<Double>> pairs = new ArrayList<>();
    List<Double> within = new ArrayList<>();
    int agreed = 0;
    for (InputResult<Passage> result : trials.results()) {
      InputResult<Passage> other = twin(twins, result.input());
      List<List<Double>> ours = pairs(other, result);
      pairs.addAll(ours);
      double correlation = correlation(ours);
      if (Double.isFinite(correlation)) {
        within.add(correlation);
      }
      agreed += agrees(other, result) ? 1 : 0;
    }
    return new SideReward(
        label,
        pairs.size(),
        correlation(pairs),
        within.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN),
        trials.results().isEmpty() ? 0 : agreed / (double) trials.results().size(),
        trials.results().stream().mapToInt(r -> r.questions().size()).average().orElse(0),
        trials.withoutQuestions().size(),
        row,
        pairs);
  }

  private static InputResult<Passage> twin(List<InputResult<Passage>> labelled, Passage passage) {
    return labelled.stream()
        .filter(result -> result.input().title().equals(passage.title()))
        .filter(result -> result.input().context().equals(passage.context()))
        .findFirst()
        .orElseThrow();
  }

  private static double correlation(List<List<Double>> pairs) {
    return RankCorrelation.of(
        pairs.stream().map(pair -> pair.get(0)).toList(),
        pairs.stream().map(pair -> pair.get(1)).toList());
  }

  private static List<List<Double>> pairs(
      InputResult<Passage> labelled, InputResult<Passage> side) {
    List<List<Double>> pairs = new ArrayList<>();
    for (Candidate candidate : side.candidates()) {
      Candidate twin = labelled.candidates().get(candidate.number());
      // A draw next to a rounding error may fall otherwise in a batch of other inputs.
      if (twin.edit().equals(candidate.edit())
          && candidate.reward().isPresent()
          && twin.reward().isPresent()) {
        pairs.add(List.of(twin.reward().getAsDouble(), candidate.reward().getAsDouble()));
      }
    }
    return pairs;
  }

  private static boolean agrees(InputResult<Passage> labelled, InputResult<Passage> side) {
    if (side.best().isEmpty() || labelled.best().isEmpty()) {
      return false;
    }
    Candidate chosen = labelled.candidates().get(side.best().get().number());
    return chosen.edit().equals(side.best().get().edit())
        && chosen.reward().equals(labelled.best().get().reward());
  }
}
