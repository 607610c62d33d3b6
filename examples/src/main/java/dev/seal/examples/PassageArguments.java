package dev.seal.examples;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.tasks.practice.Practice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is learned: a practice person, or the user's own text with questions. */
final class PassageArguments {

  @Option(
      names = "--person",
      paramLabel = "N",
      description = "Which of the unseen practice people to learn, from 0; default 0.")
  private @Nullable Integer person;

  @Option(
      names = "--passage",
      paramLabel = "FILE",
      description = "A text file to learn instead, with --question and --answer.")
  private @Nullable Path passage;

  @Option(
      names = "--title",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What the passage is about, in a few words; default none.")
  private String title = "";

  @Option(
      names = "--question",
      paramLabel = "TEXT",
      description = "A question on the passage; repeat it for more, each with an --answer.")
  private List<String> questions = new ArrayList<>();

  @Option(
      names = "--answer",
      paramLabel = "TEXT",
      description = "The right answer to the question of the same place.")
  private List<String> answers = new ArrayList<>();

  /** Whether it is one of the people whom the practice model has never seen. */
  boolean isPerson() {
    return passage == null;
  }

  Passage passage() {
    return passage == null ? person() : own(passage);
  }

  private Passage person() {
    if (!questions.isEmpty() || !answers.isEmpty() || !title.isEmpty()) {
      throw new IllegalArgumentException(
          "--title, --question and --answer go with a passage of your own; name its file with"
              + " --passage");
    }
    List<Passage> people = Practice.people().test();
    int number = person == null ? 0 : person;
    if (number < 0 || number >= people.size()) {
      throw new IllegalArgumentException(
          "--person must be from 0 to " + (people.size() - 1) + ", but was " + number);
    }
    return people.get(number);
  }

  private Passage own(Path file) {
    if (person != null) {
      throw new IllegalArgumentException(
          "--person and --passage are two things to learn; leave one of them out");
    }
    if (questions.isEmpty() || questions.size() != answers.size()) {
      throw new IllegalArgumentException(
          "a passage needs at least one --question, and an --answer for each, but there were "
              + questions.size()
              + " questions and "
              + answers.size()
              + " answers");
    }
    List<Question> pairs = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      pairs.add(new Question(questions.get(i), answers.get(i)));
    }
    return new Passage(title, read(file), pairs);
  }

  private static String read(Path file) {
    String text;
    try {
      text = Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the passage from " + file + " as UTF-8 text: " + e, e);
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "the passage in " + file + " is empty; give a file with text to learn");
    }
    return text;
  }
}
