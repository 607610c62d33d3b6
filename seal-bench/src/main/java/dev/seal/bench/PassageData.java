package dev.seal.bench;

import dev.seal.Method;
import dev.seal.api.Passage;
import dev.seal.tasks.knowledge.EditFiles;
import dev.seal.tasks.knowledge.GivenEdits;
import dev.seal.tasks.knowledge.PassageFiles;
import dev.seal.tasks.practice.Practice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Proof} measures and teaches on.
 *
 * @param name what it is called
 * @param test passages to measure on
 * @param many passages for one adapter that learns many, those to measure on first
 * @param train other passages, for the rounds
 * @param known passages that the model knows already; may be empty
 * @param outside an outside author's edits, or empty where there are none
 */
record PassageData(
    String name,
    List<Passage> test,
    List<Passage> many,
    List<Passage> train,
    List<Passage> known,
    Optional<Method<Passage>> outside) {

  /** The practice people. */
  static PassageData practice(int passages, int training, int many) {
    return new PassageData(
        "practice people",
        first("--passages", passages, Practice.people().test()),
        first("--joint", many, Practice.people().test()),
        first("--rounds times --round-passages", training, Practice.people().train()),
        Practice.people().known(),
        Optional.of(Method.given(person -> List.of(Practice.given(person)))));
  }

  /** A file's passages with questions, in a random order of fixed seed: files are by topic. */
  static PassageData file(Path file, int passages, int training, int many, @Nullable Path given) {
    List<Passage> all =
        new ArrayList<>(
            PassageFiles.load(file).stream().filter(p -> !p.questions().isEmpty()).toList());
    Collections.shuffle(all, new Random(42));
    int measured = Math.max(passages, many);
    List<Passage> chosen =
        first("--passages or --joint, and the rounds', together", measured + training, all);
    Optional<Method<Passage>> outside = Optional.empty();
    if (given != null) {
      GivenEdits edits = EditFiles.load(given);
      outside = Optional.of(Method.given(edits::of));
    }
    return new PassageData(
        file.getFileName().toString(),
        chosen.subList(0, passages),
        chosen.subList(0, many),
        chosen.subList(measured, measured + training),
        List.of(),
        outside);
  }

  private static List<Passage> first(String what, int count, List<Passage> all) {
    if (count < 0 || count > all.size()) {
      throw new IllegalArgumentException(
          what
              + " must be at most "
              + all.size()
              + ", which is how many passages with questions there are, but was "
              + count);
    }
    return all.subList(0, count);
  }

  /** The same passages, without their questions. */
  static List<Passage> withoutQuestions(List<Passage> passages) {
    return passages.stream()
        .map(passage -> new Passage(passage.title(), passage.context(), List.of()))
        .toList();
  }
}
