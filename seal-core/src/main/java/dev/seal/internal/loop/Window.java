package dev.seal.internal.loop;

import dev.seal.api.InputTooLongException;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits training documents into a model's window. */
public final class Window {

  private static final Logger LOG = LoggerFactory.getLogger(Window.class);

  private Window() {}

  /**
   * Refuses inputs that would be cut in silence.
   *
   * @throws InputTooLongException if an input and what asks for a self-edit fill the window
   */
  public static void requireRoom(List<? extends Subject<?>> subjects, LanguageModel model) {
    int window = model.info().contextWindow();
    for (Subject<?> subject : subjects) {
      int tokens = model.tokenizer().encode(subject.prompt()).size();
      if (tokens >= window) {
        throw new InputTooLongException(
            "\""
                + subject.description()
                + "\" has "
                + tokens
                + " tokens with the prompt around it, but the model's window is "
                + window
                + "; split it, leave it out, or choose a model with a larger window");
      }
    }
  }

  /**
   * Refuses questions that cannot be put to the model.
   *
   * @throws InputTooLongException if a question's prompt fills the window
   */
  public static <T> void requireRoom(
      List<Subject<T>> subjects, Answering<T> answering, boolean seesInput, LanguageModel model) {
    int window = model.info().contextWindow();
    for (Subject<T> subject : subjects) {
      for (String question : subject.questionTexts()) {
        for (Prompt prompt : answering.prompts(subject, seesInput, question)) {
          int tokens = model.tokenizer().encode(prompt).size();
          if (tokens >= window) {
            throw new InputTooLongException(
                "a question on \""
                    + subject.description()
                    + "\" has "
                    + tokens
                    + " tokens with the prompt around it, but the model's window is "
                    + window
                    + "; leave this input out, or choose a model with a larger window");
          }
        }
      }
    }
  }

  /**
   * The lesson without completions that are longer than the window, or than training cuts at: cut,
   * they would lose what is to be learned from them. The log says how many there were. Texts are
   * cut.
   *
   * @throws UnusableEditException if nothing is left
   */
  static Lesson fit(Lesson lesson, LanguageModel model) {
    int longest = fit(lesson.training(), model.info()).maxLength();
    List<TrainingDocument> documents =
        lesson.documents().stream()
            .filter(document -> fits(document, longest, model.tokenizer()))
            .toList();
    if (documents.isEmpty()) {
      throw new UnusableEditException(
          "none of its "
              + lesson.documents().size()
              + " training documents fits into "
              + longest
              + " tokens; choose a model with a larger window, or raise the maximum length");
    }
    int left = lesson.documents().size() - documents.size();
    if (left > 0) {
      LOG.info(
          "{} of {} training documents are longer than {} tokens and left out",
          left,
          lesson.documents().size(),
          longest);
    }
    return new Lesson(documents, lesson.training());
  }

  private static boolean fits(TrainingDocument document, int longest, Tokenizer tokenizer) {
    return !(document instanceof TrainingDocument.Completion completion)
        || tokenizer.encode(completion.prompt()).size()
                + tokenizer.encode(completion.completion()).size()
                + 1
            <= longest;
  }

  /**
   * The settings, with documents cut at the window: one long line of a self-edit must not end the
   * run of all others.
   */
  public static TrainingSpec fit(TrainingSpec training, ModelInfo model) {
    int window = model.contextWindow();
    return training.maxLength() <= window
        ? training
        : training.toBuilder().maxLength(window).build();
  }
}
