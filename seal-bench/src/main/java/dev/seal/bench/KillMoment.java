package dev.seal.bench;

/** Where in its work a run is when it is killed, by the last line of its {@link EventFile}. */
enum KillMoment {
  WRITE("sampling"),
  TRAIN("training"),
  ANSWER("answering"),
  FINE_TUNE("fine-tuning"),
  MERGE("merging"),
  REPORT("writing the report"),
  RECORD("recording a step"),
  ELSEWHERE("elsewhere");

  private final String words;

  KillMoment(String words) {
    this.words = words;
  }

  /** Where a run is whose file ends with this line; an empty one is a run without events. */
  static KillMoment of(String line) {
    if (line.startsWith(EventFile.STARTED)) {
      String phase = line.substring(EventFile.STARTED.length());
      for (KillMoment moment : values()) {
        if (moment.isPhase() && moment.name().equals(phase)) {
          return moment;
        }
      }
    }
    for (KillMoment recorded : new KillMoment[] {WRITE, TRAIN, ANSWER, FINE_TUNE}) {
      if (line.equals(EventFile.FINISHED + recorded.name())) {
        return RECORD;
      }
    }
    return ELSEWHERE;
  }

  /** Whether kills are asked for there: in all phases, not beside them. */
  boolean isPhase() {
    return compareTo(REPORT) <= 0;
  }

  /** In words, for a table. */
  String words() {
    return words;
  }
}
