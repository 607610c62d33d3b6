package dev.seal.tasks.knowledge;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a self-edit into texts to train on, as the paper's code does for one passage (with the
 * additions of the paper's second version):
 *
 * <ol>
 *   <li>of a text with the heading {@code Implications:} at the start of a line, what follows the
 *       first one is kept;
 *   <li>the rest is cut at every {@code ---};
 *   <li>with {@code Question N:} and {@code Answer:} in it, it is cut in front of each question
 *       that begins a line, and what stands before the first one gets {@code Question 1: } in
 *       front;
 *   <li>otherwise each line is a text; if the second one begins with {@code 1.}, the first one is
 *       talk and is left out;
 *   <li>blank texts are dropped, and of the others the first 30 are kept.
 * </ol>
 *
 * <p>Of a whole edit, the third and the fourth step are left out.
 */
final class EditSplitter {

  static final int MAX_TEXTS = 30;

  private static final String HEADING = "\nImplications:";
  // Unicode's white space, and the control characters that String.isBlank counts besides.
  static final CharMatcher BLANK = CharMatcher.whitespace().or(CharMatcher.javaIsoControl());
  private static final Splitter SECTIONS = Splitter.on("---").trimResults(BLANK).omitEmptyStrings();
  private static final Splitter LINES = Splitter.on('\n').trimResults(BLANK).omitEmptyStrings();
  private static final Pattern QUESTION = Pattern.compile("Question\\s+\\d+:");
  private static final Pattern ANSWER = Pattern.compile("Answer\\s*:");
  private static final Splitter QUESTIONS =
      Splitter.on(Pattern.compile("\n(?=Question\\s+\\d+:)")).trimResults(BLANK).omitEmptyStrings();

  private EditSplitter() {}

  /** The texts, stripped, none blank, in their order; empty if the edit holds none. */
  static List<String> split(String edit) {
    String text = afterHeading(BLANK.trimFrom(edit));
    return first(isQuestionsAndAnswers(text) ? questions(text) : lines(text));
  }

  /** Like {@link #split}, with everything between two {@code ---} as one text. */
  static List<String> whole(String edit) {
    return first(SECTIONS.splitToList(afterHeading(BLANK.trimFrom(edit))));
  }

  private static List<String> first(List<String> texts) {
    return texts.size() > MAX_TEXTS ? List.copyOf(texts.subList(0, MAX_TEXTS)) : texts;
  }

  private static String afterHeading(String edit) {
    String text = '\n' + edit;
    int at = text.indexOf(HEADING);
    return at < 0 ? edit : text.substring(at + HEADING.length());
  }

  private static boolean isQuestionsAndAnswers(String text) {
    return QUESTION.matcher(text).find() && ANSWER.matcher(text).find();
  }

  private static List<String> questions(String text) {
    List<String> texts = cut(text, QUESTIONS);
    if (!texts.isEmpty() && !texts.get(0).startsWith("Question")) {
      texts.set(0, "Question 1: " + texts.get(0));
    }
    return texts;
  }

  private static List<String> lines(String text) {
    List<String> texts = cut(text, LINES);
    if (texts.size() > 1 && texts.get(1).startsWith("1.")) {
      texts.remove(0);
    }
    return texts;
  }

  private static List<String> cut(String text, Splitter splitter) {
    List<String> texts = new ArrayList<>();
    for (String section : SECTIONS.split(text)) {
      splitter.split(section).forEach(texts::add);
    }
    return texts;
  }
}
