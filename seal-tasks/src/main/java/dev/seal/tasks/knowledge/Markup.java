package dev.seal.tasks.knowledge;

import com.google.common.base.CharMatcher;

/** Takes white space and Markdown's asterisks off the ends of a text. */
final class Markup {

  private static final CharMatcher ASTERISK = CharMatcher.is('*');
  private static final CharMatcher EMPHASIS = EditSplitter.BLANK.or(ASTERISK);

  private Markup() {}

  /** A single asterisk at the end stays, as in "A*": what is emphasized by one ends elsewhere. */
  static String strip(String text) {
    String start = EditSplitter.BLANK.trimTrailingFrom(EMPHASIS.trimLeadingFrom(text));
    return start.endsWith("**") ? EMPHASIS.trimTrailingFrom(start) : start;
  }
}
