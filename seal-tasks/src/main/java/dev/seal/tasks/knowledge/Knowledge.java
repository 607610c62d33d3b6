package dev.seal.tasks.knowledge;

import static java.util.Objects.requireNonNull;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Grader;
import dev.seal.api.task.Lesson;
import dev.seal.api.task.Task;
import dev.seal.tasks.grade.Graders;
import dev.seal.tasks.internal.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * Learning what a passage says, so that questions on it are answered without it (paper, section
 * 3.2, "knowledge incorporation"). The model writes about the passage in one of several {@linkplain
 * PromptStyle styles}; each line of what it wrote becomes a training document with the title in
 * front, and the passage itself is the last document, unless {@link #withWholeEdits()} or {@link
 * #withoutPassage()} says otherwise.
 *
 * <p>All prompts are {@linkplain Prompt#instruction instructions}. Where a passage's title is
 * blank, prompts and documents have no line for it. Answers are marked by {@link
 * Graders#exactMatch()} unless another grader is given. Immutable, and safe for use by several
 * threads if the grader is.
 */
public final class Knowledge implements Task<Passage> {

  private static final String REMEDY = "; sample again, or allow more tokens";

  private final PromptStyle style;
  private final Grader grader;
  private final boolean wholeEdits;
  private final boolean withPassage;

  private Knowledge(PromptStyle style, Grader grader, boolean wholeEdits, boolean withPassage) {
    this.style = requireNonNull(style, "style");
    this.grader = requireNonNull(grader, "grader");
    this.wholeEdits = wholeEdits;
    this.withPassage = withPassage;
  }

  /**
   * With a style of prompt.
   *
   * @param style how self-edits are asked for
   * @return the task, marked by exact match
   */
  public static Knowledge of(PromptStyle style) {
    return new Knowledge(style, Graders.exactMatch(), false, true);
  }

  /**
   * With {@link PromptStyle#IMPLICATIONS}, the paper's default.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge implications() {
    return of(PromptStyle.IMPLICATIONS);
  }

  /**
   * With {@link PromptStyle#IMPLICATIONS_LONG}.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge implicationsLong() {
    return of(PromptStyle.IMPLICATIONS_LONG);
  }

  /**
   * With {@link PromptStyle#IMPLICATIONS_VERY_LONG}.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge implicationsVeryLong() {
    return of(PromptStyle.IMPLICATIONS_VERY_LONG);
  }

  /**
   * With {@link PromptStyle#CHAIN_OF_THOUGHT}.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge chainOfThought() {
    return of(PromptStyle.CHAIN_OF_THOUGHT);
  }

  /**
   * With {@link PromptStyle#REWRITE}.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge rewrite() {
    return of(PromptStyle.REWRITE);
  }

  /**
   * With {@link PromptStyle#SELF_QA}.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge selfQa() {
    return of(PromptStyle.SELF_QA);
  }

  /**
   * With {@link PromptStyle#EXPLAIN}.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge explain() {
    return of(PromptStyle.EXPLAIN);
  }

  /**
   * With {@link PromptStyle#NO_PROMPT}.
   *
   * @return the task, marked by exact match
   */
  public static Knowledge noPrompt() {
    return of(PromptStyle.NO_PROMPT);
  }

  /**
   * This task with another grader in the place of its own.
   *
   * @param grader how answers are marked
   * @return a new task
   */
  public Knowledge withGrader(Grader grader) {
    return new Knowledge(style, grader, wholeEdits, withPassage);
  }

  /**
   * This task with self-edits that are not cut into lines or questions: each one is a single
   * document, or one per part where it has {@code ---} in it. The paper's runs that train on many
   * passages at once do so (paper, section 3.2; {@code split_newlines=false} in its code).
   *
   * @return a new task
   */
  public Knowledge withWholeEdits() {
    return new Knowledge(style, grader, true, withPassage);
  }

  /**
   * This task with lessons that hold the self-edit's documents only, not the passage after them
   * (paper, section 3.2; {@code add_context=false} in its code): for lessons that are put together,
   * so that the passage can be added once instead of once per self-edit. {@link #inputOnly} still
   * is the passage.
   *
   * @return a new task
   */
  public Knowledge withoutPassage() {
    return new Knowledge(style, grader, wholeEdits, false);
  }

  /**
   * How self-edits are asked for.
   *
   * @return the style
   */
  public PromptStyle style() {
    return style;
  }

  /**
   * How answers are marked.
   *
   * @return the grader
   */
  public Grader grader() {
    return grader;
  }

  @Override
  public Prompt prompt(Passage passage) {
    StringBuilder text = new StringBuilder();
    if (!style.instruction().isEmpty()) {
      text.append(style.instruction()).append("\n\n");
    }
    text.append("Passage:\n").append(titled(passage, passage.context())).append("\n\n");
    if (!style.cue().isEmpty()) {
      text.append(style.cue()).append('\n');
    }
    return Prompt.instruction(text.toString());
  }

  /**
   * Turns a self-edit into documents {@code {title}\n{text}}, with {@code {title}\n{context}} as
   * the last one, except in a task {@linkplain #withoutPassage() without the passage}. The texts
   * are the edit's lines, with these exceptions, in this order:
   *
   * <ol>
   *   <li>Of an edit in which a line begins with {@code Implications:}, only what follows the first
   *       such heading counts.
   *   <li>{@code ---} parts texts like a line break.
   *   <li>In an edit with {@code Question 1:} (or another number) and {@code Answer:}, a text is a
   *       question with all lines up to the next numbered question that begins a line. What stands
   *       in front of the first one gets {@code Question 1: } before it, unless it begins with
   *       {@code Question}.
   *   <li>In an edit without, the first line is left out if the second one begins with {@code 1.}:
   *       it is talk such as "Here is a list".
   *   <li>Blank texts are dropped, and of the others the first 30 are used.
   * </ol>
   *
   * <p>List marks such as {@code 3.} or {@code -} stay. In a task {@linkplain #withWholeEdits()
   * with whole edits} only {@code ---} parts texts, and the third and the fourth exception do not
   * hold.
   *
   * @param passage what is to be learned
   * @param edit the self-edit
   * @param defaults the settings to train with, taken as they are
   * @return the lesson
   * @throws UnusableEditException if the edit is blank, or has no text to train on
   */
  @Override
  public Lesson plan(Passage passage, SelfEdit edit, TrainingSpec defaults) {
    if (edit.text().isBlank()) {
      throw unusable(passage, "it is blank");
    }
    List<TrainingDocument> documents = new ArrayList<>();
    for (String text :
        wholeEdits ? EditSplitter.whole(edit.text()) : EditSplitter.split(edit.text())) {
      documents.add(TrainingDocument.text(titled(passage, text)));
    }
    if (documents.isEmpty()) {
      throw unusable(
          passage,
          "it gives no document"
              + (withPassage ? " besides the passage" : "")
              + ", and begins \""
              + Excerpt.of(edit.text().strip())
              + '"');
    }
    if (withPassage) {
      documents.add(whole(passage));
    }
    return new Lesson(documents, defaults);
  }

  /**
   * The passage as the only document, {@code {title}\n{context}}.
   *
   * @param passage what is to be learned
   * @param defaults the settings to train with, taken as they are
   * @return the lesson
   */
  @Override
  public Lesson inputOnly(Passage passage, TrainingSpec defaults) {
    return new Lesson(List.of(whole(passage)), defaults);
  }

  @Override
  public List<Question> questions(Passage passage) {
    return passage.questions();
  }

  @Override
  public Prompt ask(Passage passage, String question) {
    return Prompt.instruction(answerPrompt(passage, question));
  }

  @Override
  public Prompt askInContext(Passage passage, String question) {
    return Prompt.instruction(
        titled(passage, passage.context()) + "\n\n" + answerPrompt(passage, question));
  }

  /**
   * Marks answers with the grader.
   *
   * @param passage what was to be learned, with at least one question
   * @param answers one completion per question, in their order
   * @return one mark per question
   * @throws IllegalArgumentException if there are no questions, or not as many answers
   */
  @Override
  public Score grade(Passage passage, List<String> answers) {
    List<Question> questions = passage.questions();
    if (answers.size() != questions.size()) {
      throw new IllegalArgumentException(
          "passage "
              + '"'
              + describe(passage)
              + '"'
              + " has "
              + questions.size()
              + " questions, but there were "
              + answers.size()
              + " answers; give one per question, in their order");
    }
    List<Double> marks = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      marks.add(grader.mark(questions.get(i), answers.get(i)));
    }
    return new Score(marks);
  }

  /**
   * The passage's title in quotation marks, or how it begins if the title is blank.
   *
   * @param passage the passage
   * @return the words
   */
  @Override
  public String describe(Passage passage) {
    String words = passage.title().isBlank() ? passage.context().strip() : passage.title();
    return Excerpt.of(words);
  }

  /** The task and its settings in words. */
  @Override
  public String toString() {
    return "knowledge, "
        + style.key()
        + (wholeEdits ? ", whole edits" : "")
        + (withPassage ? "" : ", without the passage")
        + ", marked by "
        + grader;
  }

  private UnusableEditException unusable(Passage passage, String reason) {
    return new UnusableEditException(
        "the self-edit for \"" + describe(passage) + "\" cannot be used: " + reason + REMEDY);
  }

  private static TrainingDocument whole(Passage passage) {
    return TrainingDocument.text(titled(passage, passage.context()));
  }

  private static String titled(Passage passage, String text) {
    return passage.title().isBlank() ? text : passage.title() + '\n' + text;
  }

  private static String answerPrompt(Passage passage, String question) {
    String topic = passage.title().isBlank() ? "" : "Topic: " + passage.title() + '\n';
    return "Answer the question directly and concisely.\n\n"
        + topic
        + "Question: "
        + question
        + "\nAnswer:";
  }
}
