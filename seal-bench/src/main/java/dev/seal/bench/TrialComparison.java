package dev.seal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One turn of both sides: how they compare, and whether they may be compared. */
record TrialComparison(TrialFigures ours, TrialFigures theirs) {

  /** The adapters begin at other random weights, and end at other losses. */
  private static final double LOSS_TOLERANCE = 0.2;

  /** A part of the job. */
  enum Part {
    TRAIN,
    SAMPLE,
    ANSWER,
    WHOLE;

    double seconds(TrialFigures side) {
      return switch (this) {
        case TRAIN -> side.trainS();
        case SAMPLE -> side.sampleS();
        case ANSWER -> side.answers();
        case WHOLE -> side.total();
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many times as long they take as we do. */
  double ratio(Part part) {
    return part.seconds(theirs) / part.seconds(ours);
  }

  /** Why the two cannot be compared; empty where they did the same work. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    compare("steps", ours.steps(), theirs.steps(), differences);
    compare("tokens trained", ours.trainTokens(), theirs.trainTokens(), differences);
    compare("threads", ours.threads(), theirs.threads(), differences);
    compare("devices", kind(ours.device()), kind(theirs.device()), differences);
    double apart = Math.abs(ours.loss() - theirs.loss()) / theirs.loss();
    if (!(apart <= LOSS_TOLERANCE)) {
      differences.add(
          String.format(
              Locale.ROOT,
              "the mean losses of the last epoch must be within 20 %%, but are %.4f and %.4f",
              ours.loss(),
              theirs.loss()));
    }
    return differences;
  }

  private static <T> void compare(String what, T ours, T theirs, List<String> differences) {
    if (!ours.equals(theirs)) {
      differences.add("the " + what + " must be equal, but are " + ours + " and " + theirs);
    }
  }

  private static String kind(String device) {
    return device.split(":", 2)[0];
  }
}
