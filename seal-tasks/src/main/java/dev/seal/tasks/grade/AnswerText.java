package dev.seal.tasks.grade;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What of an answer counts when answers are compared, as in SQuAD's evaluation script: lower case,
 * without ASCII punctuation, without the articles a, an and the, words parted by one space.
 */
final class AnswerText {

  private static final CharMatcher PUNCTUATION =
      CharMatcher.anyOf("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

  // Unicode word boundaries, as Python has them: without the flag Java 19 and later would find the
  // article "a" in "aé".
  private static final Pattern ARTICLES =
      Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

  private AnswerText() {}

  static String normalize(String answer) {
    String plain = PUNCTUATION.removeFrom(answer.toLowerCase(Locale.ROOT));
    return CharMatcher.whitespace()
        .trimAndCollapseFrom(ARTICLES.matcher(plain).replaceAll(" "), ' ');
  }

  static List<String> words(String answer) {
    return WORDS.splitToList(normalize(answer));
  }
}
