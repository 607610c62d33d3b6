package dev.seal.tasks.grade;

import dev.seal.api.task.Grader;
import dev.seal.api.task.ModelGrader;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The graders: three that compare texts, and one that asks a model. All are immutable and safe for
 * use by several threads; {@code toString()} gives the name.
 *
 * <p>Those that compare do so with every accepted answer and give the best mark, and look only at
 * what SQuAD's evaluation script leaves of a text: lower case, no ASCII punctuation, no articles
 * (a, an, the), words parted by single spaces. The paper's runs asked GPT-4.1 for a yes or no
 * instead, as {@link #judge()} does with a model of one's own; the others need no second model.
 */
public final class Graders {

  private static final Grader EXACT_MATCH = new ExactMatch();
  private static final Grader F1 = new TokenF1();
  private static final Grader CONTAINS = new Contains();
  private static final ModelGrader JUDGE = new Judge();
  private static final List<Grader> ALL = List.of(EXACT_MATCH, F1, CONTAINS);

  private Graders() {}

  /**
   * Exact match, {@code exact-match}: 1 if the answer equals an accepted answer, otherwise 0.
   *
   * @return the grader
   */
  public static Grader exactMatch() {
    return EXACT_MATCH;
  }

  /**
   * Word overlap, {@code f1}: {@code 2 common / (accepted + given)} counts of words, from 0 to 1.
   * Where one of the texts has no words, 1 if the other has none either, otherwise 0.
   *
   * @return the grader
   */
  public static Grader f1() {
    return F1;
  }

  /**
   * Containment, {@code contains}: 1 if the answer holds all words of an accepted answer side by
   * side, otherwise 0. Fit for models that answer in sentences; it does not see a denial.
   *
   * @return the grader
   */
  public static Grader contains() {
    return CONTAINS;
  }

  /**
   * A model as judge, {@code judge}: 1 if the model finds that the answer conveys an accepted
   * answer, otherwise 0. The answer may say more as long as it does not contradict, and style does
   * not count. The verdict is yes where the word yes occurs in the completion and the word no does
   * not, and no the other way round; any other completion is a {@link dev.seal.api.JudgeException}.
   * A blank answer is wrong without a call.
   *
   * @return the grader
   */
  public static ModelGrader judge() {
    return JUDGE;
  }

  /**
   * A grader that compares texts, by its name. The {@link #judge()} is none of them.
   *
   * @param name {@code exact-match}, {@code f1} or {@code contains}
   * @return the grader
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Grader of(String name) {
    for (Grader grader : ALL) {
      if (grader.toString().equals(name)) {
        return grader;
      }
    }
    throw new IllegalArgumentException(
        "no grader is called \""
            + name
            + "\"; use one of "
            + ALL.stream().map(Grader::toString).collect(Collectors.joining(", ")));
  }
}
