package dev.seal.lora.internal.train;

import dev.seal.api.model.TrainingFailure;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.TrainingStep;
import dev.seal.lora.internal.adapter.BankLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** How far one plan has come: which documents are next, what its steps saw. */
final class PlanState {

  // Keeps the stream of document orders apart from that of initial values.
  private static final long ORDER_STREAM = 0x5DEECE66DL;

  private final TrainingPlan plan;
  private final TrainingSpec spec;
  private final List<Document> documents;
  private final BankLayout layout;
  private final int[] order;
  private final int documentsInStep;
  private final int stepsInEpoch;
  private final List<TrainingStep> steps = new ArrayList<>();
  private int visits;
  private double lossOfStep;
  private long trainedTokens;
  private int splits;
  private @Nullable TrainingFailure failure;

  PlanState(TrainingPlan plan, List<Document> documents, BankLayout layout) {
    this.plan = plan;
    this.spec = plan.training();
    this.documents = documents;
    this.layout = layout;
    this.order = order(plan, documents.size());
    // A step never goes beyond its epoch.
    this.documentsInStep =
        (int) Math.min(documents.size(), (long) spec.batchSize() * spec.accumulation());
    documents.stream()
        .filter(document -> document.supervised() < 1)
        .findFirst()
        .ifPresent(document -> failure = new TrainingFailure(0, document.unusable()));
    this.stepsInEpoch = (documents.size() + documentsInStep - 1) / documentsInStep;
  }

  TrainingPlan plan() {
    return plan;
  }

  BankLayout layout() {
    return layout;
  }

  List<TrainingStep> steps() {
    return steps;
  }

  long trainedTokens() {
    return trainedTokens;
  }

  @Nullable TrainingFailure failure() {
    return failure;
  }

  boolean isDone() {
    return failure != null || visits == order.length;
  }

  int totalSteps() {
    return Math.multiplyExact(stepsInEpoch, spec.epochs());
  }

  /** How many tokens a batch of this plan has on average, rounded up; for the cut into batches. */
  int meanBatch() {
    long tokens = documents.stream().mapToLong(document -> document.tokens().size()).sum();
    long batch = Math.min(spec.batchSize(), documents.size());
    return Math.toIntExact((tokens * batch + documents.size() - 1) / documents.size());
  }

  List<Document> documents() {
    return documents;
  }

  /** The documents of the next batch. */
  List<Document> batch() {
    return Arrays.stream(batchNumbers()).mapToObj(documents::get).toList();
  }

  /** The numbers of the documents of the next batch. */
  int[] batchNumbers() {
    return Arrays.copyOfRange(order, visits, visits + batchLength());
  }

  /** The tokens of the next batch. */
  int batchTokens() {
    return batch().stream().mapToInt(document -> document.tokens().size()).sum();
  }

  /** Counts one more cut for want of memory. */
  void split() {
    splits++;
  }

  int splits() {
    return splits;
  }

  /** The share of each supervised token of the optimizer step under way in its loss. */
  float share() {
    int inEpoch = visits % documents.size();
    int from = visits - inEpoch % documentsInStep;
    int to = Math.min(from + documentsInStep, visits - inEpoch + documents.size());
    int supervised = 0;
    for (int i = from; i < to; i++) {
      supervised += documents.get(order[i]).supervised();
    }
    return 1f / supervised;
  }

  /** Whether the next batch completes an optimizer step. */
  boolean completesStep() {
    int after = visits % documents.size() + batchLength();
    return after == documents.size() || after % documentsInStep == 0;
  }

  double learningRate() {
    return spec.learningRate()
        * spec.schedule().factor(steps.size(), totalSteps(), spec.warmupSteps());
  }

  /** Takes in what the native step returned for the batch. */
  void advance(double loss, double gradientNorm) {
    boolean complete = completesStep();
    for (Document document : batch()) {
      trainedTokens += document.tokens().size();
    }
    visits += batchLength();
    lossOfStep += loss;
    if (!Double.isFinite(lossOfStep) || !Double.isFinite(gradientNorm)) {
      fail("the loss was " + lossOfStep + " and the gradient norm " + gradientNorm);
    } else if (complete) {
      steps.add(new TrainingStep(steps.size(), lossOfStep, gradientNorm, learningRate()));
      lossOfStep = 0;
    }
  }

  /** Gives up, at the step under way, as the numbers have grown too large. */
  void fail(String what) {
    failWith(what + "; lower the learning rate (" + spec.learningRate() + ")");
  }

  /** Gives up, at the step under way. */
  void failWith(String reason) {
    failure = new TrainingFailure(steps.size(), reason);
  }

  private int batchLength() {
    int inEpoch = visits % documents.size();
    int inStep = inEpoch % documentsInStep;
    int left = Math.min(documents.size() - inEpoch, documentsInStep - inStep);
    return Math.min(spec.batchSize(), left);
  }

  private static int[] order(TrainingPlan plan, int documents) {
    if (plan.order().isPresent()) {
      return plan.order().get().stream().mapToInt(Integer::intValue).toArray();
    }
    int[] order = new int[Math.multiplyExact(plan.training().epochs(), documents)];
    SplittableRandom random = new SplittableRandom(plan.seed() ^ ORDER_STREAM);
    for (int from = 0; from < order.length; from += documents) {
      for (int i = 0; i < documents; i++) {
        int other = random.nextInt(i + 1);
        order[from + i] = order[from + other];
        order[from + other] = i;
      }
    }
    return order;
  }
}
