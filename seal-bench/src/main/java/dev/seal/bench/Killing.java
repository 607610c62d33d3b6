package dev.seal.bench;

import static dev.seal.bench.KillMoment.ANSWER;
import static dev.seal.bench.KillMoment.FINE_TUNE;
import static dev.seal.bench.KillMoment.MERGE;
import static dev.seal.bench.KillMoment.RECORD;
import static dev.seal.bench.KillMoment.REPORT;
import static dev.seal.bench.KillMoment.TRAIN;
import static dev.seal.bench.KillMoment.WRITE;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs {@link Proof} into one folder, and kills it again and again before it may end. */
final class Killing {

  private static final int TRIES = 5; // for each kill that is to land
  private static final double SHARE = 0.8; // of a phase's time, within which it is killed
  private static final double CAREFUL = 0.4; // of one that comes once, and is then recorded
  private static final String GOES_ON = "run the same command again to go on";

  private final Path folder;
  private final List<String> options;
  private final int kills;
  private final Map<KillMoment, List<Long>> times;
  private final Random random;
  private final PrintWriter log;

  private final Map<KillMoment, Integer> landed = new EnumMap<>(KillMoment.class);
  private final List<String> problems = new ArrayList<>();
  private int starts;

  /**
   * Of one folder.
   *
   * @param kills how many are to land in each phase
   * @param times how long a phase takes each time that it comes, in nanoseconds
   */
  Killing(
      Path folder,
      List<String> options,
      int kills,
      Map<KillMoment, List<Long>> times,
      Random random,
      PrintWriter log) {
    this.folder = folder;
    this.options = options;
    this.kills = kills;
    this.times = times;
    this.random = random;
    this.log = log;
  }

  /**
   * What became of the run.
   *
   * @param landed how many kills hit it where
   * @param starts how often it was started
   * @param problems what went wrong on the way, in words; empty if nothing did
   */
  record Killed(Map<KillMoment, Integer> landed, int starts, List<String> problems) {

    int landed(KillMoment moment) {
      return landed.getOrDefault(moment, 0);
    }
  }

  // In the order in which the phases come to their end. Merging and the report are not recorded, so
  // that every start does them again.
  Killed run(int exitCode) {
    kill(List.of(WRITE, TRAIN, ANSWER, RECORD));
    kill(List.of(FINE_TUNE));
    kill(List.of(MERGE));
    interrupt();
    kill(List.of(REPORT));
    finish(exitCode);
    return new Killed(landed, starts, problems);
  }

  private void kill(List<KillMoment> moments) {
    for (int tries = TRIES * kills * moments.size(); tries > 0; tries--) {
      List<KillMoment> lacking =
          moments.stream().filter(moment -> landed.getOrDefault(moment, 0) < kills).toList();
      if (lacking.isEmpty() || !problems.isEmpty()) {
        return;
      }
      kill(lacking.get(random.nextInt(lacking.size())));
    }
  }

  private void kill(KillMoment aim) {
    boolean first = !landed.containsKey(aim);
    int pass = first && comesAgain(aim) ? random.nextInt(2) : 0;
    try (ProofProcess process = start()) {
      if (process.reach(aim, pass, delay(aim)) && process.kill()) {
        KillMoment moment = process.moment();
        landed.merge(moment, 1, Integer::sum);
        say("killed in " + moment + " (aimed at " + aim + ')');
        return;
      }
      say("ended before it could be killed in " + aim);
      requireVerdict(process);
    }
  }

  private void interrupt() {
    if (!problems.isEmpty()) {
      return;
    }
    try (ProofProcess process = start()) {
      if (!process.reach(TRAIN, 0, delay(TRAIN))) {
        problems.add("the run ended before it could be stopped in TRAIN");
      } else if (!process.interrupt()) {
        problems.add("the run did not stop when it was told to by SIGINT");
      } else {
        int exitCode = process.exitCode();
        boolean goesOn = process.errors().contains(GOES_ON);
        say("stopped by SIGINT in " + process.moment() + ", exit code " + exitCode);
        if (exitCode != CommandRunner.STOPPED || !goesOn) {
          problems.add(
              "stopped by SIGINT, the run ended with exit code "
                  + exitCode
                  + " instead of 130"
                  + (goesOn ? "" : ", and did not say that it can go on")
                  + ":\n"
                  + ChildProgram.end(process.errors()));
        }
      }
    }
  }

  private void finish(int exitCode) {
    if (!problems.isEmpty()) {
      return;
    }
    try (ProofProcess process = start()) {
      int ended = process.exitCode();
      say("ended with exit code " + ended);
      if (ended != exitCode) {
        problems.add(
            "the run ended with exit code "
                + ended
                + ", but the one that was never stopped with "
                + exitCode
                + ":\n"
                + ChildProgram.end(process.errors()));
      }
    }
  }

  private void requireVerdict(ProofProcess process) {
    int exitCode = process.exitCode();
    if (exitCode != CommandRunner.HOLDS && exitCode != CommandRunner.DOES_NOT_HOLD) {
      problems.add(
          "started again, the run ended with exit code "
              + exitCode
              + ":\n"
              + ChildProgram.end(process.errors()));
    }
  }

  private ProofProcess start() {
    starts++;
    return ProofProcess.start(folder, options);
  }

  private boolean comesAgain(KillMoment aim) {
    return times.getOrDefault(aim, List.of()).size() > 1;
  }

  private long delay(KillMoment aim) {
    List<Long> each = times.getOrDefault(aim, List.of(0L)).stream().sorted().toList();
    double share = comesAgain(aim) ? SHARE : CAREFUL;
    return (long) (random.nextDouble() * share * each.get(each.size() / 2));
  }

  private void say(String what) {
    log.println("start " + starts + ": " + what);
    log.flush();
  }
}
