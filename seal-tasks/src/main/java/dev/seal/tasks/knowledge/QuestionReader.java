package dev.seal.tasks.knowledge;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.seal.api.Question;
import dev.seal.tasks.grade.Graders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads questions with their answers from what a model wrote; {@link Knowledge#readQuestions} says
 * which. As a model may write anything, no pattern here goes back over what it has matched.
 */
final class QuestionReader {

  private static final int MAX_ANSWER_WORDS = 20;

  private static final CharMatcher QUESTION_SIGN = CharMatcher.anyOf("?？؟");
  private static final CharMatcher CLOSING = CharMatcher.anyOf("\"'”’»)]");
  private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  // No mark ends in front of a digit: -5 is a number, and so is 3.5.
  private static final String NUMBER_SIGN = "(?:[:：]|[.)](?!\\d))";
  private static final String MARK_END =
      "\\s*+#?+(?:\\d++\\**+" + NUMBER_SIGN + "|\\**+[:：])\\**+\\s*+";
  private static final String QUESTION = "(?:question|q)" + MARK_END;
  private static final String ANSWER = "(?:answer|a)" + MARK_END;

  private static final Pattern BULLET = pattern("[-+*•–—#>]++(?:\\s++|(?!\\d))");
  private static final Pattern NUMBER = pattern("\\(?+\\d{1,4}+[.)](?!\\d)\\s*+\\**+");
  private static final Pattern QUESTION_MARK = pattern(QUESTION);
  private static final Pattern ANSWER_MARK = pattern(ANSWER);
  private static final Pattern DASH = pattern("[-–—:→=>]++\\s++");
  private static final Pattern ANSWER_ON_THE_LINE =
      pattern("(?<=[?？؟\"'”’»)\\]])[\\s*–—-]*+" + ANSWER);

  // A marked question in the middle of a line begins one, if a sentence ends before it.
  private static final Splitter LINES =
      Splitter.on(pattern("\\R|(?<=[.!?\"”)*])\\s(?=\\**+" + QUESTION + ")"));

  private QuestionReader() {}

  /** The questions in their order, each with one answer, no text twice. */
  static List<Question> read(String completion) {
    Map<String, Question> questions = new LinkedHashMap<>();
    List<String> lines =
        LINES
            .splitToStream(completion)
            .map(QuestionReader::withoutListMark)
            .filter(line -> !line.isEmpty())
            .toList();
    for (int i = 0; i < lines.size(); i++) {
      Question question = question(lines.get(i), i + 1 < lines.size() ? lines.get(i + 1) : "");
      if (question != null) {
        questions.putIfAbsent(question.text(), question);
      }
    }
    return List.copyOf(questions.values());
  }

  private static @Nullable Question question(String line, String next) {
    if (ANSWER_MARK.matcher(line).lookingAt()) {
      return null;
    }
    String text = Markup.strip(without(QUESTION_MARK, line));
    if (QUESTION_SIGN.matches(lastBut(CLOSING, text)) && ANSWER_MARK.matcher(next).lookingAt()) {
      return usable(text, without(ANSWER_MARK, next));
    }
    Matcher marked = ANSWER_ON_THE_LINE.matcher(text);
    while (marked.find()) {
      String asked = text.substring(0, marked.start());
      if (QUESTION_SIGN.matches(lastBut(CLOSING, asked))) {
        return usable(asked, text.substring(marked.end()));
      }
    }
    int end = endOfQuestion(text);
    return usable(text.substring(0, end), text.substring(end));
  }

  /** Where the question ends whose answer stands behind it; 0 where there is none. */
  private static int endOfQuestion(String text) {
    int end = text.length();
    while (end > 0 && !Character.isLetterOrDigit(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    end = QUESTION_SIGN.lastIndexIn(text.substring(0, end)) + 1;
    while (end > 0 && end < text.length() && CLOSING.matches(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static @Nullable Question usable(String asked, String answered) {
    String text = Markup.strip(asked);
    String answer = Markup.strip(without(DASH, Markup.strip(answered)));
    if (!hasWord(text) || !hasWord(answer)) {
      return null;
    }
    if (WORDS.splitToStream(answer).limit(MAX_ANSWER_WORDS + 1L).count() > MAX_ANSWER_WORDS) {
      return null;
    }
    Question question = new Question(text, answer);
    // Of an answer such as "A." nothing is left to compare: saying nothing would be right.
    boolean nothing = Graders.exactMatch().mark(question, "") == 1;
    boolean given = Graders.contains().mark(question, text) == 1;
    return nothing || given ? null : question;
  }

  private static String withoutListMark(String line) {
    return Markup.strip(without(NUMBER, without(BULLET, EditSplitter.BLANK.trimFrom(line))));
  }

  private static String without(Pattern mark, String text) {
    Matcher matcher = mark.matcher(text);
    return matcher.lookingAt() ? text.substring(matcher.end()) : text;
  }

  /** The last character that is none of these, or a space. */
  private static char lastBut(CharMatcher passedOver, String text) {
    int end = text.length();
    while (end > 0 && passedOver.matches(text.charAt(end - 1))) {
      end--;
    }
    return end == 0 ? ' ' : text.charAt(end - 1);
  }

  private static boolean hasWord(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
