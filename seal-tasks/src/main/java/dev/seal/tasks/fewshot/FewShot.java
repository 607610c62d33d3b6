package dev.seal.tasks.fewshot;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.Ints;
import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import dev.seal.api.task.TaskDefaults;
import dev.seal.api.task.Voting;
import dev.seal.tasks.fewshot.Views.View;
import dev.seal.tasks.fewshot.Vote.Ballot;
import dev.seal.tasks.internal.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Few-shot learning of puzzles (paper, section 3.2): a self-edit is a {@link ToolChoice}, from
 * which training examples are made of the puzzle's own pairs; questions are the puzzle's test
 * inputs, with the pairs in view. A test input is put to the model in several views, and their
 * votes make two {@link Attempts}.
 *
 * <p>A question's text is a grid in rows of digits, as {@link Grid#toString} writes it, and an
 * answer's text is that of the {@link Attempts}. A puzzle counts when every test input is hit by
 * one of its attempts: then all its marks are 1, else all are 0. A rejected self-edit counts as
 * unsolved. Puzzles of which a solution is not known have no questions, and cannot make a reward;
 * see {@link Puzzle#withHeldOutPair}.
 *
 * <p>A model may recommend, in its {@code tasks} section {@code few_shot}, a {@code text_form},
 * {@code training_items} and {@code training_steps}, which stand for what was not chosen here.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class FewShot implements Voting<Puzzle> {

  /** Training examples of a puzzle at most, unless said otherwise: 250, the paper's. */
  public static final int TRAINING_ITEMS = 250;

  /** Optimizer steps at most, unless said otherwise: 375, the paper's. */
  public static final int TRAINING_STEPS = 375;

  private static final String NAME = "few_shot";

  // Empty where nothing was chosen.
  private final Optional<TextForm> form;
  private final OptionalInt items;
  private final OptionalInt steps;

  private FewShot(Optional<TextForm> form, OptionalInt items, OptionalInt steps) {
    this.form = form;
    this.items = items;
    this.steps = steps;
  }

  /**
   * The paper's task.
   *
   * @return the task, with the text form {@link TextForm#ARRAYS}, {@value #TRAINING_ITEMS} training
   *     examples and {@value #TRAINING_STEPS} steps at most, where the model recommends nothing
   *     else
   */
  public static FewShot arc() {
    return new FewShot(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Sets how grids are written.
   *
   * @param form the form
   * @return a new task
   */
  public FewShot withTextForm(TextForm form) {
    return new FewShot(Optional.of(form), items, steps);
  }

  /**
   * Sets how many training examples a puzzle may have. Of more, those with the smallest grids are
   * kept; of equally large ones, a random choice.
   *
   * @param items 1 or more
   * @return a new task
   * @throws IllegalArgumentException if it is below 1
   */
  public FewShot withTrainingItems(int items) {
    return new FewShot(form, OptionalInt.of(atLeastOne("training items", items)), steps);
  }

  /**
   * Sets how many optimizer steps a self-edit may ask for; one that asks for more is rejected.
   *
   * @param steps 1 or more
   * @return a new task
   * @throws IllegalArgumentException if it is below 1
   */
  public FewShot withTrainingSteps(int steps) {
    return new FewShot(form, items, OptionalInt.of(atLeastOne("training steps", steps)));
  }

  private static int atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be >= 1, but were " + value);
    }
    return value;
  }

  @Override
  public FewShot forModel(Recommended recommended) {
    FewShot suited = this;
    for (Map.Entry<String, String> said :
        recommended.tasks().getOrDefault(NAME, Map.of()).entrySet()) {
      try {
        suited = suited.withRecommended(said.getKey(), said.getValue());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the model recommends "
                + said.getKey()
                + " \""
                + said.getValue()
                + "\" for "
                + NAME
                + ", but "
                + e.getMessage()
                + "; correct its seal.json",
            e);
      }
    }
    return suited;
  }

  private FewShot withRecommended(String key, String value) {
    return switch (key) {
      case "text_form" -> form.isPresent() ? this : withTextForm(TextForm.of(value));
      case "training_items" -> items.isPresent() ? this : withTrainingItems(number(value));
      case "training_steps" -> steps.isPresent() ? this : withTrainingSteps(number(value));
      default ->
          throw new IllegalArgumentException(
              "what can be recommended is text_form, training_items and training_steps");
    };
  }

  private static int number(String text) {
    Integer number = Ints.tryParse(text);
    if (number == null) {
      throw new IllegalArgumentException("that is no whole number");
    }
    return number;
  }

  @Override
  public TaskDefaults defaults() {
    return FewShotDefaults.PAPER;
  }

  private TextForm form() {
    return form.orElse(TextForm.ARRAYS);
  }

  private Lessons lessons() {
    return new Lessons(form(), items.orElse(TRAINING_ITEMS), steps.orElse(TRAINING_STEPS));
  }

  @Override
  public Prompt prompt(Puzzle puzzle) {
    return Prompt.instruction(form().selfEdit(puzzle.train()));
  }

  @Override
  public Lesson plan(Puzzle puzzle, SelfEdit edit, TrainingSpec defaults) {
    return lessons().of(puzzle, edit, defaults);
  }

  /** The puzzle's pairs without any augmentation, with the loss on output grids. */
  @Override
  public Lesson inputOnly(Puzzle puzzle, TrainingSpec defaults) {
    return lessons().ofPairs(puzzle, defaults);
  }

  @Override
  public List<Question> questions(Puzzle puzzle) {
    List<Question> questions = new ArrayList<>();
    for (Puzzle.Test test : puzzle.tests()) {
      if (test.solution().isEmpty()) {
        return List.of();
      }
      questions.add(new Question(test.input().toString(), test.solution().get().toString()));
    }
    return List.copyOf(questions);
  }

  /** With all training pairs in view; the cycle asks by {@link #views} instead. */
  @Override
  public Prompt ask(Puzzle puzzle, String question) {
    return Prompt.instruction(form().question(puzzle.train(), grid(question)));
  }

  /** As {@link #ask}: a puzzle's pairs are always in view. */
  @Override
  public Prompt askInContext(Puzzle puzzle, String question) {
    return ask(puzzle, question);
  }

  @Override
  public List<Prompt> views(Puzzle puzzle, String question) {
    return Views.of(puzzle, grid(question)).stream()
        .map(view -> Prompt.instruction(form().question(view.demonstrations(), view.input())))
        .toList();
  }

  /**
   * Two attempts, by the paper's two-stage vote; completions that are no grid are no vote.
   *
   * @return the text of {@link Attempts}
   */
  @Override
  public String vote(Puzzle puzzle, String question, List<String> completions) {
    List<View> views = Views.of(puzzle, grid(question));
    requireAsMany("completions", completions.size(), "views", views.size());
    List<Ballot> ballots = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      Symmetry view = views.get(i).symmetry();
      form()
          .read(completions.get(i))
          .ifPresent(grid -> ballots.add(new Ballot(view, view.inverse().apply(grid))));
    }
    return new Attempts(Vote.attempts(ballots)).toString();
  }

  @Override
  public Score grade(Puzzle puzzle, List<String> answers) {
    List<Question> questions = questions(puzzle);
    requireAsMany("answers", answers.size(), "questions", questions.size());
    boolean solved = true;
    for (int i = 0; i < answers.size(); i++) {
      Grid solution = puzzle.tests().get(i).solution().orElseThrow();
      solved &= Attempts.of(answers.get(i)).solve(solution);
    }
    return new Score(Collections.nCopies(answers.size(), solved ? 1.0 : 0.0));
  }

  /** Unsolved, whatever the model knew without training. */
  @Override
  public Score scoreOfRejected(Score frozen) {
    return new Score(Collections.nCopies(frozen.marks().size(), 0.0));
  }

  @Override
  public String describe(Puzzle puzzle) {
    return Excerpt.of(puzzle.id()).replace('"', '\'');
  }

  private static Grid grid(String question) {
    try {
      return Grid.of(requireNonNull(question, "question").strip().split("\n", -1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a question on a puzzle is a grid in rows of digits, but was \""
              + Excerpt.of(question)
              + "\": "
              + e.getMessage(),
          e);
    }
  }

  private static void requireAsMany(String what, int found, String of, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "there must be as many " + what + " as " + of + ", " + expected + ", but were " + found);
    }
  }

  /** The settings in words. */
  @Override
  public String toString() {
    return "few-shot, " + lessons();
  }
}
