package dev.seal.tasks.knowledge;

import java.util.Arrays;
import java.util.List;

/** What of a self-edit is rated (the paper's proxy reward); the words are this library's own. */
enum RatingAspect {
  LENGTH("length", "are they long enough to teach all of the passage, and free of padding?"),

  DIVERSITY(
      "diversity",
      "do they bring up different facts in different words, rather than the same ones again?"),

  QUALITY(
      "quality", "is each statement clear, worth learning, and understandable without the others?"),

  CORRECTNESS("correctness", "does everything they say agree with the passage?");

  private final String key;
  private final String yardstick;

  RatingAspect(String key, String yardstick) {
    this.key = key;
    this.yardstick = yardstick;
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(RatingAspect::key).toList();
  }

  String key() {
    return key;
  }

  /** The question that the rating answers. */
  String yardstick() {
    return yardstick;
  }
}
