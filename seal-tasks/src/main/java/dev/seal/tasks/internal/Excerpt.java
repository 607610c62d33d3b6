package dev.seal.tasks.internal;

/** Shortens texts for messages. */
public final class Excerpt {

  private static final int LENGTH = 60;

  private Excerpt() {}

  /**
   * A text's start on one line.
   *
   * @param text any text
   * @return at most 60 code points of it, with {@code ...} behind where more was cut off, and its
   *     line breaks written as {@code \n}
   */
  public static String of(String text) {
    String start = text;
    if (text.codePointCount(0, text.length()) > LENGTH) {
      start = text.substring(0, text.offsetByCodePoints(0, LENGTH)) + "...";
    }
    return start.replace("\r", "\\r").replace("\n", "\\n");
  }
}
