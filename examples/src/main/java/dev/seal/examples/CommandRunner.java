package dev.seal.examples;

import dev.seal.api.EngineException;
import dev.seal.api.SealException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a command: what its user can mend is a message, anything else a stack trace. */
final class CommandRunner {

  /** The command could not do its work with what it was given. */
  static final int BAD_INPUT = 2;

  private static final int BROKEN = 70;

  private CommandRunner() {}

  static CommandLine commandLine(Callable<Integer> command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line.getErr()));
  }

  private static int report(Exception failure, PrintWriter err) {
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
        || failure instanceof UncheckedIOException;
  }
}
