package dev.seal.tasks.knowledge;

import static java.util.Objects.requireNonNull;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.EditRating;
import dev.seal.api.task.Grader;
import dev.seal.api.task.Lesson;
import dev.seal.api.task.ModelGraded;
import dev.seal.api.task.ModelGrader;
import dev.seal.api.task.QuestionWriting;
import dev.seal.tasks.grade.Graders;
import java.util.List;
import java.util.Optional;

/**
 * Learning what a passage says, so that questions on it are answered without it (paper, section
 * 3.2, "knowledge incorporation"). The model writes about the passage in one of several {@linkplain
 * PromptStyle styles}; each line of what it wrote becomes a training document with the title in
 * front, and the passage itself is the last document, unless {@link #withWholeEdits()} or {@link
 * #withoutPassage()} says otherwise.
 *
 * <p>All prompts are {@linkplain Prompt#instruction instructions}. Where a passage's title is
 * blank, prompts and documents have no line for it. Answers are marked by {@link
 * Graders#exactMatch()} unless another grader or a {@linkplain #withJudge judge} is given.
 * Immutable, and safe for use by several threads if the grader or judge is.
 */
public final class Knowledge
    implements QuestionWriting<Passage>, EditRating<Passage>, ModelGraded<Passage> {

  private final PromptStyle style;
  private final Lessons lessons;
  private final Marking marking;

  private Knowledge(PromptStyle style, Lessons lessons, Marking marking) {
    this.style = requireNonNull(style, "style");
    this.lessons = lessons;
    this.marking = marking;
  }

  /**
   * With a style of prompt.
   *
   * @param style how self-edits are asked for
   * @return the task, marked by exact match
   */
  public static Knowledge of(PromptStyle style) {
    return new Knowledge(
        style, new Lessons(false, true), new Marking(Graders.exactMatch(), null, false));
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
   * This task with another grader in the place of its own, or of its judge.
   *
   * @param grader how answers are marked
   * @return a new task
   */
  public Knowledge withGrader(Grader grader) {
    return new Knowledge(style, lessons, marking.withGrader(requireNonNull(grader, "grader")));
  }

  /**
   * This task with answers marked by a model, in the place of its grader: the cycle has {@link
   * #gradingPrompts} completed.
   *
   * @param judge what asks for the verdicts and reads them, such as {@link Graders#judge()}
   * @return a new task
   */
  public Knowledge withJudge(ModelGrader judge) {
    return new Knowledge(style, lessons, marking.withJudge(requireNonNull(judge, "judge")));
  }

  /**
   * This task with answers that begin with reasoning (the chain-of-thought answers of the paper's
   * second version): questions ask for it under {@code Reasoning:}, with the answer behind {@code
   * Final answer:}. Marked is only what follows the last {@code Final answer:} (in any case) of a
   * completion, without blank space before it, up to the end of the line; an answer without this
   * mark counts as blank. Allow more tokens for such answers.
   *
   * @return a new task
   */
  public Knowledge withReasoning() {
    return new Knowledge(style, lessons, marking.withReasoning());
  }

  /**
   * This task with self-edits that are not cut into lines or questions: each one is a single
   * document, or one per part where it has {@code ---} in it. The paper's runs that train on many
   * passages at once do so (paper, section 3.2; {@code split_newlines=false} in its code).
   *
   * @return a new task
   */
  public Knowledge withWholeEdits() {
    return new Knowledge(style, lessons.withWholeEdits(), marking);
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
    return new Knowledge(style, lessons.withoutPassage(), marking);
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
   * How answers are marked where there is no {@link #judge()}.
   *
   * @return the grader
   */
  public Grader grader() {
    return marking.grader();
  }

  /**
   * Through which answers are marked by a model.
   *
   * @return the judge; empty unless {@link #withJudge} set one
   */
  public Optional<ModelGrader> judge() {
    return Optional.ofNullable(marking.judge());
  }

  @Override
  public Prompt prompt(Passage passage) {
    return KnowledgePrompts.selfEdit(style, passage);
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
    return lessons.of(passage, edit, defaults);
  }

  /** The passage as the only document, {@code {title}\n{context}}. */
  @Override
  public Lesson inputOnly(Passage passage, TrainingSpec defaults) {
    return Lessons.ofPassage(passage, defaults);
  }

  @Override
  public List<Question> questions(Passage passage) {
    return passage.questions();
  }

  /** Asks with {@link PromptStyle#SELF_QA}, whatever the task's own style is. */
  @Override
  public Prompt questionPrompt(Passage passage) {
    return KnowledgePrompts.selfEdit(PromptStyle.SELF_QA, passage);
  }

  /**
   * Reads question and answer from one line ({@code - Where? Rome}, {@code Question 1: Where?
   * Answer: Rome}), or from two of which the second one begins with {@code Answer:} or {@code A:}.
   * On one line the question ends at the last {@code ?} behind which there is an answer, or at the
   * first one that is followed by {@code Answer:} or {@code A:}. List marks ({@code -}, {@code 3.})
   * and {@code Question 1:}, {@code Q:} and the like are taken off.
   *
   * <p>Passed over are lines without a question mark, and answers of more than 20 words, without
   * letters and digits, of which {@linkplain Graders comparing} leaves nothing (such as "A."), or
   * that their question holds already. Of questions with one text the first is kept.
   */
  @Override
  public List<Question> readQuestions(Passage passage, String completion) {
    return QuestionReader.read(completion);
  }

  @Override
  public Passage withQuestions(Passage passage, List<Question> questions) {
    return new Passage(passage.title(), passage.context(), questions);
  }

  /** Asks about length, diversity, quality and correctness. */
  @Override
  public List<Prompt> ratingPrompts(Passage passage, SelfEdit edit) {
    return KnowledgePrompts.ratings(passage, edit);
  }

  @Override
  public List<String> ratingAspects() {
    return RatingAspect.keys();
  }

  @Override
  public Prompt ask(Passage passage, String question) {
    return KnowledgePrompts.ask(passage, question, marking.reasoning());
  }

  @Override
  public Prompt askInContext(Passage passage, String question) {
    return KnowledgePrompts.askInContext(passage, question, marking.reasoning());
  }

  /**
   * Marks answers with the grader.
   *
   * @param passage what was to be learned, with at least one question
   * @param answers one completion per question, in their order
   * @return one mark per question
   * @throws IllegalArgumentException if there are no questions, or not as many answers
   * @throws IllegalStateException if the task has a judge, whose completions are needed
   */
  @Override
  public Score grade(Passage passage, List<String> answers) {
    return marking.grade(passage, answers);
  }

  /** One prompt per answer that the judge needs a model for; none in a task without a judge. */
  @Override
  public List<Prompt> gradingPrompts(Passage passage, List<String> answers) {
    return marking.prompts(passage, answers);
  }

  @Override
  public Score grade(Passage passage, List<String> answers, List<String> completions) {
    return marking.grade(passage, answers, completions);
  }

  /** The passage's title, or how it begins if the title is blank. */
  @Override
  public String describe(Passage passage) {
    return PassageText.name(passage);
  }

  /** The task and its settings in words. */
  @Override
  public String toString() {
    return "knowledge, " + style.key() + lessons + ", " + marking;
  }
}
