package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.model.Prompt;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FewShotVotingTest {

  private static final Puzzle PUZZLE =
      new Puzzle(
          "p",
          List.of(pair("123", "450"), pair("780", "912"), pair("002", "468")),
          List.of(test("136", "240"), test("99", "18", "27")));
  private static final FewShot TASK = FewShot.arc().withTextForm(TextForm.DIGITS);

  private static Pair pair(String... input) {
    return new Pair(Grid.of(input), next(Grid.of(input)));
  }

  private static Puzzle.Test test(String... input) {
    return new Puzzle.Test(Grid.of(input), Optional.of(next(Grid.of(input))));
  }

  /** The rule of the puzzle, which is the same whichever way grids are turned. */
  private static Grid next(Grid grid) {
    return Grid.build(
        grid.rows(), grid.columns(), (row, column) -> (grid.colour(row, column) + 1) % 10);
  }

  /** What a model says that applies a rule to the last grid of a prompt in digits. */
  private static String said(Prompt prompt, UnaryOperator<Grid> rule) {
    String text = ((Prompt.Instruction) prompt).text();
    String input =
        text.substring(text.lastIndexOf("Input:\n") + 7, text.lastIndexOf("\nOutput:\n"));
    return rule.apply(Grid.of(input.split("\n"))).toString();
  }

  private static List<String> completions(FewShot task, String question, UnaryOperator<Grid> rule) {
    return task.views(PUZZLE, question).stream().map(prompt -> said(prompt, rule)).toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_view_is_a_question_with_a_pair_left_out(TextForm form) {
    Grid input = Grid.of("136", "240");
    List<Prompt> views = FewShot.arc().withTextForm(form).views(PUZZLE, input.toString());
    assertThat(views)
        .hasSize(Views.of(PUZZLE, input).size())
        .startsWith(Prompt.instruction(form.question(PUZZLE.train().subList(1, 3), input)))
        .contains(
            Prompt.instruction(
                form.question(List.of(PUZZLE.train().get(0), PUZZLE.train().get(2)), input)));
    assertThat(FewShot.arc().withTextForm(form).views(PUZZLE, input.toString())).isEqualTo(views);
  }

  @Test
  void answers_to_turned_views_are_turned_back() {
    for (Question question : TASK.questions(PUZZLE)) {
      List<String> right = completions(TASK, question.text(), FewShotVotingTest::next);
      assertThat(right).hasSizeGreaterThan(7);
      assertThat(TASK.vote(PUZZLE, question.text(), right)).isEqualTo(question.answers().get(0));
    }
  }

  @Test
  void a_question_may_be_another_grid_than_the_puzzles() {
    String asked = "5500\n1234\n0987";
    List<String> right = completions(TASK, asked, FewShotVotingTest::next);
    assertThat(TASK.vote(PUZZLE, asked, right)).isEqualTo("6611\n2345\n1098");
  }

  @Test
  void what_most_views_say_is_the_first_attempt_and_what_others_say_the_second() {
    String asked = "136\n240";
    List<String> completions = new ArrayList<>(completions(TASK, asked, FewShotVotingTest::next));
    completions.set(0, "000\n000");
    completions.set(1, "000\n000");
    assertThat(TASK.vote(PUZZLE, asked, completions)).isEqualTo("247\n351\n\n000\n000");
  }

  @Test
  void completions_that_are_no_grid_are_no_votes() {
    String asked = "136\n240";
    List<String> completions =
        new ArrayList<>(Collections.nCopies(TASK.views(PUZZLE, asked).size(), "no idea"));
    assertThat(TASK.vote(PUZZLE, asked, completions)).isEmpty();
    // The last view is upside down and left to right.
    completions.set(completions.size() - 1, "153\n742\n\nInput:");
    assertThat(TASK.vote(PUZZLE, asked, completions)).isEqualTo("247\n351");
  }

  @Test
  void there_is_one_completion_for_each_view() {
    int views = TASK.views(PUZZLE, "1").size();
    for (int wrong : new int[] {0, views - 1, views + 1}) {
      assertThatThrownBy(() -> TASK.vote(PUZZLE, "1", Collections.nCopies(wrong, "1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "there must be as many completions as views, " + views + ", but were " + wrong);
    }
  }

  @Test
  void a_puzzle_is_solved_where_every_test_is_hit_by_an_attempt() {
    String first = "247\n351";
    String second = "00\n29\n38";
    String wrong = "000\n000";
    assertThat(grade(first, second)).containsExactly(1.0, 1.0);
    assertThat(grade(wrong + "\n\n" + first, second + "\n\n" + wrong)).containsExactly(1.0, 1.0);
    assertThat(grade(first, wrong)).containsExactly(0.0, 0.0);
    assertThat(grade("", second)).containsExactly(0.0, 0.0);
    assertThat(grade(second, first)).containsExactly(0.0, 0.0);
    assertThat(grade("", "")).containsExactly(0.0, 0.0);
  }

  private static List<Double> grade(String... answers) {
    return TASK.grade(PUZZLE, List.of(answers)).marks();
  }

  @Test
  void there_is_one_answer_for_each_question() {
    assertThatThrownBy(() -> TASK.grade(PUZZLE, List.of("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be as many answers as questions, 2, but were 1");
  }

  @Test
  void a_rejected_self_edit_counts_as_unsolved() {
    assertThat(TASK.scoreOfRejected(new Score(List.of(1.0, 1.0))))
        .isEqualTo(new Score(List.of(0.0, 0.0)));
  }
}
