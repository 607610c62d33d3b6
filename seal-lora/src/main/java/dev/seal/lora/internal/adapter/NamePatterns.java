package dev.seal.lora.internal.adapter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.lora.internal.checkpoint.JsonFields;
import java.util.function.Predicate;

/**
 * The regular expressions of one PEFT configuration. They are written for Python's engine and
 * matched by one whose time grows with the length of pattern and text only, so that a file cannot
 * stop the program; what that engine does not match as Python does is refused.
 */
final class NamePatterns {

  // Pattern characters, those in a counted repetition as often as it repeats. Beyond this the
  // engine's recursion may not fit a thread's stack.
  private static final int LARGEST = 2000;

  // The same over all patterns of a file, each of which is matched with every matrix of a model.
  private static final int LARGEST_SUM = 4000;

  private static final Pattern COUNTED = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

  private static final Pattern NAME = Pattern.compile("\\^?(?:\\w|\\\\?\\.)+\\$?");

  private static final String LITERAL_DOT = "\n";

  private final JsonFields json;
  private long sum;

  NamePatterns(JsonFields json) {
    this.json = json;
  }

  /**
   * What a pattern matches: the whole of a text.
   *
   * @param key where the pattern stands, for messages
   */
  Predicate<String> whole(String key, String pattern) {
    Pattern compiled = compile(key, pattern, pattern);
    return compiled::matches;
  }

  /**
   * What a key of {@code rank_pattern} or {@code alpha_pattern} matches: the end of a text, from
   * its beginning or behind one of its dots.
   */
  Predicate<String> end(String key, String pattern) {
    // A name is not worth the engine: a configuration may name every matrix of a model.
    if (NAME.matches(pattern)) {
      boolean whole = pattern.startsWith("^");
      String name = pattern.replaceAll("^\\^|\\$$", "").replace("\\.", LITERAL_DOT);
      return text -> (!whole || text.length() == name.length()) && endsWith(text, name);
    }
    Pattern compiled = compile(key, pattern, "(?:.*\\.)?(?:" + pattern + ")");
    return compiled::matches;
  }

  // A dot that is not literal is a regular expression's, and stands for any character.
  private static boolean endsWith(String text, String name) {
    int from = text.length() - name.length();
    if (from < 0 || (from > 0 && text.charAt(from - 1) != '.')) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '.' && (c == LITERAL_DOT.charAt(0) ? '.' : c) != text.charAt(from + i)) {
        return false;
      }
    }
    return true;
  }

  /** The layer that a path names behind the words that {@code layers_pattern} matches. */
  Pattern layer(String key, String pattern) {
    return compile(key, pattern, "(?:^|.*?\\.)" + pattern + "\\.(?P<idx>\\d+)\\.");
  }

  private Pattern compile(String key, String pattern, String whole) {
    long size = size(pattern);
    sum += size;
    if (size > LARGEST || sum > LARGEST_SUM) {
      throw refused(key, pattern, "is longer than is matched here, repetitions counted");
    }
    // Python's {,n} repeats, and its [[:...:]] is a set; here they mean something else.
    if (pattern.contains("{,") || pattern.contains("[:")) {
      throw refused(key, pattern, "has {, or [: which are not matched as Python does");
    }
    try {
      return Pattern.compile(whole);
    } catch (PatternSyntaxException e) {
      throw refused(key, pattern, "cannot be matched: " + e.getDescription());
    }
  }

  private static long size(String pattern) {
    long size = pattern.length();
    var counted = COUNTED.matcher(pattern);
    while (counted.find() && size <= LARGEST) {
      String most = counted.group(2);
      String number = most == null || most.isEmpty() ? counted.group(1) : most;
      size *= number.length() > 4 ? LARGEST : Math.max(1, Integer.parseInt(number));
    }
    return size;
  }

  private UnsupportedModelException refused(String key, String pattern, String why) {
    String shown = pattern.length() > 200 ? pattern.substring(0, 200) + "..." : pattern;
    return new UnsupportedModelException(
        "%s: \"%s\" has the regular expression \"%s\", which %s; list the names of the modules instead"
            .formatted(json.file(), json.path(key), shown, why));
  }
}
