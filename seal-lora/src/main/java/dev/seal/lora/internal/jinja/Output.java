package dev.seal.lora.internal.jinja;

/** Text under way. */
final class Output {

  private final StringBuilder text = new StringBuilder();

  void write(String part) {
    Values.checkLength((long) text.length() + part.length());
    text.append(part);
  }

  String text() {
    return text.toString();
  }
}
