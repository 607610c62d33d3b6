package dev.seal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a program to its end, and takes the last line of its output. */
final class ChildProgram {

  private static final int LINES_SHOWN = 20;

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;

  /**
   * A program that is not started yet.
   *
   * @param name what errors call it
   * @param environment what is set besides this process's own environment
   */
  ChildProgram(String name, List<String> command, Map<String, String> environment) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  /** One of this project's commands in a Java process of its own, as this process was started. */
  static ChildProgram ofOurs(Class<?> command, List<String> args, Map<String, String> environment) {
    return new ChildProgram(
        "our own " + command.getSimpleName(), commandLine(command, args), environment);
  }

  /** The command line of one of this project's commands, with this process's Java and classes. */
  static List<String> commandLine(Class<?> command, List<String> args) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(command.getName());
    line.addAll(args);
    return line;
  }

  /** A command line as the shell reads it, with arguments that it does not read. */
  static ChildProgram ofShell(
      String name, String command, List<String> args, Map<String, String> environment) {
    List<String> line = new ArrayList<>(List.of("sh", "-c", command + " \"$@\"", "sh"));
    line.addAll(args);
    return new ChildProgram(name, line, environment);
  }

  /**
   * Runs it.
   *
   * @return the last line that it printed and that is not blank
   * @throws IllegalArgumentException if it cannot be run, fails, or prints nothing
   */
  String lastLine() {
    Path errors = null;
    try {
      errors = Files.createTempFile("seal-bench", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectError(errors.toFile())
              .redirectInput(Path.of("/dev/null").toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new IllegalArgumentException(
            name
                + " ended with exit code "
                + exitCode
                + "; the end of what it said:\n"
                + end(output + Files.readString(errors)));
      }
      return output
          .lines()
          .filter(line -> !line.isBlank())
          .reduce((first, second) -> second)
          .orElseThrow(() -> new IllegalArgumentException(name + " printed nothing"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + name + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    } finally {
      if (errors != null) {
        errors.toFile().delete();
      }
    }
  }

  /** The last lines of what a program said. */
  static String end(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
