package dev.seal;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import dev.seal.api.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Learning words: a passage is words, and a question asks whether one is known. A self-edit has a
 * document a line.
 */
class WordTask implements Task<Passage> {

  int extraMarks;

  /** A passage whose questions ask for the given words. */
  static Passage passage(String context, String... asked) {
    List<Question> questions =
        Stream.of(asked).map(word -> new Question(word + "?", word)).toList();
    return new Passage(context.toUpperCase(Locale.ROOT), context, questions);
  }

  @Override
  public Prompt prompt(Passage input) {
    return Prompt.text("learn " + input.context());
  }

  @Override
  public Lesson plan(Passage input, SelfEdit edit, TrainingSpec defaults) {
    if (edit.text().isBlank()) {
      throw new UnusableEditException("the edit is blank");
    }
    return new Lesson(edit.text().lines().map(TrainingDocument::text).toList(), defaults);
  }

  @Override
  public Lesson inputOnly(Passage input, TrainingSpec defaults) {
    return new Lesson(List.of(TrainingDocument.text(input.context())), defaults);
  }

  @Override
  public List<Question> questions(Passage input) {
    return input.questions();
  }

  @Override
  public Prompt ask(Passage input, String question) {
    return Prompt.text("say " + question);
  }

  @Override
  public Prompt askInContext(Passage input, String question) {
    return Prompt.text(input.context() + " say " + question);
  }

  @Override
  public Score grade(Passage input, List<String> answers) {
    List<Double> marks = new ArrayList<>();
    for (int i = 0; i < answers.size() + extraMarks; i++) {
      boolean right =
          i < answers.size() && answers.get(i).equals(input.questions().get(i).answers().get(0));
      marks.add(right ? 1.0 : 0.0);
    }
    return new Score(marks);
  }

  @Override
  public String describe(Passage input) {
    return input.title();
  }
}
