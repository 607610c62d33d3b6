package dev.seal.bench;

import dev.seal.api.EngineException;
import dev.seal.api.SealException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;

/** Runs the commands: one exit code and one message for each way in which they can end. */
final class CommandRunner {

  /** What the command checks holds. */
  static final int HOLDS = 0;

  /** What the command checks does not hold. */
  static final int DOES_NOT_HOLD = 1;

  /** The command could not do its work with what it was given. */
  static final int BAD_INPUT = 2;

  /** The command was told to stop, as by Ctrl-C. */
  static final int STOPPED = 130;

  private static final int BROKEN = 70;

  private CommandRunner() {}

  static void main(Callable<Integer> command, String... args) {
    System.exit(commandLine(command).execute(args));
  }

  /**
   * For a command that can be told to stop.
   *
   * @param cancel makes the command throw a {@link CancellationException} soon; called by another
   *     thread
   */
  static void main(Callable<Integer> command, Runnable cancel, String... args) {
    System.exit(Interrupts.during(() -> commandLine(command).execute(args), cancel));
  }

  static CommandLine commandLine(Callable<Integer> command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line.getErr()));
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof CancellationException) {
      err.println("stopped; run the same command again to go on");
      err.flush();
      return STOPPED;
    }
    if (isUsers(failure)) {
      err.println(failure.getMessage());
      err.flush();
      return BAD_INPUT;
    }
    failure.printStackTrace(err);
    err.flush();
    return BROKEN;
  }

  // An engine that fails is nobody's wrong argument: whoever mends it needs the stack trace.
  private static boolean isUsers(Exception failure) {
    return (failure instanceof SealException && !(failure instanceof EngineException))
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof UncheckedIOException;
  }
}
