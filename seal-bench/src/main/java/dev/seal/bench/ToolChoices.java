package dev.seal.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.seal.Candidate;
import dev.seal.Evaluation;
import dev.seal.api.UnusableEditException;
import dev.seal.tasks.fewshot.AugmentationGroup;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.ToolChoice;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a model chose where it wrote self-edits for puzzles.
 *
 * @param written how many self-edits there are
 * @param valid those that can be read, whether they were trained on or not
 * @param reasons why others were not trained on, the most frequent first
 */
record ToolChoices(int written, List<ToolChoice> valid, List<Reason> reasons) {

  /** Why some self-edits were rejected, and how many. */
  record Reason(String words, long count) {}

  static ToolChoices of(Evaluation<Puzzle> evaluation) {
    List<Candidate> candidates =
        evaluation.results().stream().flatMap(result -> result.candidates().stream()).toList();
    List<ToolChoice> valid = new ArrayList<>();
    candidates.forEach(candidate -> read(candidate).ifPresent(valid::add));
    List<Reason> reasons =
        candidates.stream()
            .flatMap(candidate -> candidate.rejection().stream())
            .collect(groupingBy(Function.identity(), TreeMap::new, counting()))
            .entrySet()
            .stream()
            .map(reason -> new Reason(reason.getKey(), reason.getValue()))
            .sorted(Comparator.comparingLong(Reason::count).reversed())
            .toList();
    return new ToolChoices(candidates.size(), List.copyOf(valid), reasons);
  }

  /** What a candidate chose, or nothing where its self-edit cannot be read. */
  static Optional<ToolChoice> read(Candidate candidate) {
    try {
      return candidate.edit().map(ToolChoice::of);
    } catch (UnusableEditException unreadable) {
      return Optional.empty();
    }
  }

  long rejected() {
    return reasons.stream().mapToLong(Reason::count).sum();
  }

  /** The share of the valid ones with a group on. */
  double on(AugmentationGroup group) {
    return share(choice -> choice.augmentations().contains(group));
  }

  /** The share of the valid ones with the loss on outputs. */
  double outputs() {
    return share(choice -> choice.strategy() == Strategy.OUTPUT_TOKENS);
  }

  /** The share of each learning rate that occurs. */
  SortedMap<Double, Double> learningRates() {
    return shares(ToolChoice::learningRate);
  }

  /** The share of each number of epochs that occurs. */
  SortedMap<Integer, Double> epochs() {
    return shares(ToolChoice::epochs);
  }

  private <K extends Comparable<K>> SortedMap<K, Double> shares(Function<ToolChoice, K> value) {
    SortedMap<K, Double> shares = new TreeMap<>();
    for (Map.Entry<K, Long> each :
        valid.stream().collect(groupingBy(value, counting())).entrySet()) {
      shares.put(each.getKey(), each.getValue() / (double) valid.size());
    }
    return shares;
  }

  private double share(Predicate<ToolChoice> which) {
    return valid.stream().filter(which).count() / (double) valid.size();
  }
}
