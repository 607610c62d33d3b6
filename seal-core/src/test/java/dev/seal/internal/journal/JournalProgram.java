package dev.seal.internal.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run in a process of its own, which a test can kill or starve of disk. */
public final class JournalProgram {

  private JournalProgram() {}

  /** A result of any size. */
  record Text(String text) {}

  /**
   * Opens args[1] and prints a line for all that it does. {@code hold} keeps it until its input
   * ends, {@code loop} records steps without end, {@code steps} records ten, of which the fifth has
   * args[2] bytes.
   */
  public static void main(String[] args) throws IOException {
    try (Journal journal = Journal.open(Path.of(args[1]))) {
      System.out.println("opened with " + journal.size());
      switch (args[0]) {
        case "hold" -> System.in.read();
        case "loop" -> loop(journal);
        case "steps" -> ten(journal, Integer.parseInt(args[2]));
        default -> throw new IllegalArgumentException(args[0]);
      }
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static void loop(Journal journal) {
    for (int i = 0; ; i++) {
      int number = i;
      boolean done = journal.has("step-" + i);
      journal.step("step-" + i, Values.class, () -> Values.of(number));
      if (!done) {
        System.out.println("did " + i);
      }
    }
  }

  private static void ten(Journal journal, int fifth) {
    for (int i = 0; i < 10; i++) {
      String text = "x".repeat(i == 4 ? fifth : 1) + i;
      try {
        journal.step("step-" + i, Text.class, () -> new Text(text));
        System.out.println("did " + i);
      } catch (RuntimeException e) {
        System.out.println("failed " + i + ": " + e.getMessage());
      }
    }
  }

  /** Starts it, by a shell that first does what the prefix says. */
  static Process start(String prefix, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                prefix + "exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JournalProgram.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
