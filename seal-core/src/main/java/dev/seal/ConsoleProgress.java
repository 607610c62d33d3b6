package dev.seal;

import dev.seal.api.event.CandidateRejected;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.PhaseStarted;
import dev.seal.api.event.RunProgress;
import dev.seal.api.event.SealListener;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress on standard error: a bar per phase on a terminal, and a line per phase otherwise,
 * such as in a file or a build log. Rejected candidates and results get a line each. Work on many
 * inputs ({@link Seal#evaluate}, {@link Seal#improve}) has one bar instead, with the phase, the
 * trials done, the mean reward so far and the time left, or a line per group of inputs. Not safe
 * for use by several threads: one per {@link Seal}. Its owner closes it, which ends a bar that a
 * failure left unfinished.
 */
public final class ConsoleProgress implements SealListener, AutoCloseable {

  private static final int BAR_WIDTH = 80;

  private final PrintStream out;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private @Nullable RunProgress run;

  /** Writes to standard error, with bars where the program runs in a terminal. */
  public ConsoleProgress() {
    this(System.err, inTerminal());
  }

  ConsoleProgress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void phaseStarted(PhaseStarted event) {
    if (run != null) {
      describe(run, event.phase().label());
      return;
    }
    close();
    if (terminal) {
      bar = bar(event.phase().label(), event.items());
    }
  }

  private ProgressBar bar(String task, long max) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(max)
        .setConsumer(new ConsoleProgressBarConsumer(out, BAR_WIDTH))
        .build();
  }

  private void describe(RunProgress run, String phase) {
    if (bar != null) {
      bar.setExtraMessage(" " + joined(phase, reward(run)));
    }
  }

  private static String reward(RunProgress run) {
    return run.reward().isPresent()
        ? String.format(Locale.ROOT, "reward %.3f", run.reward().getAsDouble())
        : "";
  }

  private static String joined(String first, String second) {
    return first + (first.isEmpty() || second.isEmpty() ? "" : ", ") + second;
  }

  @Override
  public void runProgressed(RunProgress event) {
    if (run == null || event.trials() == 0) {
      close();
      if (terminal) {
        bar = bar(event.work(), event.total());
      }
    }
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(event.trials());
      describe(event, "");
    } else if (event.trials() > 0) {
      out.printf(
          Locale.ROOT,
          "%s%n",
          joined(
              event.work() + ": " + event.trials() + " of " + event.total() + " trials",
              reward(event)));
    }
    run = event;
    if (event.trials() >= event.total()) {
      close();
    }
  }

  @Override
  public void phaseProgress(PhaseProgress event) {
    ProgressBar shown = bar;
    if (shown != null && run == null) {
      shown.maxHint(event.total());
      shown.stepTo(event.done());
    }
  }

  @Override
  public void phaseFinished(PhaseFinished event) {
    if (run != null) {
      return;
    }
    if (bar != null) {
      close();
      return;
    }
    double seconds = event.time().toMillis() / 1000.0;
    String tokens =
        event.tokens() > 0 ? String.format(Locale.ROOT, ", %,d tokens", event.tokens()) : "";
    out.printf(
        Locale.ROOT,
        "%-6s %d %s%s in %.1f s%n",
        event.phase().label(),
        event.items(),
        unit(event.phase()),
        tokens,
        seconds);
  }

  @Override
  public void candidateRejected(CandidateRejected event) {
    if (run != null) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "rejected candidate %d of \"%s\": %s%n",
        event.candidate(),
        event.input(),
        event.reason());
  }

  @Override
  public void inputAdapted(InputAdapted event) {
    if (run != null) {
      return;
    }
    String after =
        event.after().isPresent()
            ? String.format(Locale.ROOT, "best candidate %.3f", event.after().getAsDouble())
            : "no best candidate";
    // The bar redraws its own line, so a line of ours starts on a new one.
    out.printf(
        Locale.ROOT,
        "%s\"%s\": frozen %.3f, %s%n",
        bar == null ? "" : System.lineSeparator(),
        event.input(),
        event.before(),
        after);
  }

  /**
   * Ends the bar that is shown, if any. Progress that follows starts another one; standard error
   * stays open.
   */
  @Override
  public void close() {
    ProgressBar shown = bar;
    bar = null;
    run = null;
    if (shown != null) {
      shown.close();
    }
  }

  private static String unit(Phase phase) {
    return switch (phase) {
      case QUESTION -> "drafts of questions";
      case WRITE -> "self-edits";
      case TRAIN -> "adapters";
      case ANSWER -> "answers";
      case JUDGE -> "verdicts";
      case RATE -> "ratings";
      case GRADE -> "sets of answers";
      case FINE_TUNE -> "self-edits";
      case MERGE -> "adapter";
    };
  }

  // The null is JDK 17's to 21's way of saying so; later ones are asked below.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean inTerminal() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // From JDK 22 on there may be a console without a terminal, and this tells; before, there is
      // none.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException beforeJdk22) {
      return true;
    }
  }
}
