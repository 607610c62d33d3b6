package dev.seal.bench;

import dev.seal.Method;
import dev.seal.api.Passage;
import dev.seal.tasks.practice.Practice;
import java.util.List;

/** The ways to answer questions on a passage that {@link Knowledge} compares. */
enum MethodChoice {
  FROZEN("frozen"),
  IN_CONTEXT("in-context"),
  PASSAGE("passage"),
  SELF_EDIT("self-edit"),
  GIVEN("given");

  private final String key;

  MethodChoice(String key) {
    this.key = key;
  }

  Method<Passage> method() {
    return switch (this) {
      case FROZEN -> Method.frozen();
      case IN_CONTEXT -> Method.inContext();
      case PASSAGE -> Method.inputOnly();
      case SELF_EDIT -> Method.selfEdits();
      case GIVEN -> Method.given(person -> List.of(Practice.given(person)));
    };
  }

  // What picocli lists in its help and takes as a value.
  @Override
  public String toString() {
    return key;
  }
}
