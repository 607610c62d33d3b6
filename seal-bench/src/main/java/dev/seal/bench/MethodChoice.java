package dev.seal.bench;

import dev.seal.Method;
import dev.seal.api.Passage;
import dev.seal.tasks.practice.Practice;
import java.util.List;

/** The ways to answer questions on a passage that {@link Knowledge} compares. */
enum MethodChoice {
  FROZEN("frozen", Method.frozen()),
  IN_CONTEXT("in-context", Method.inContext()),
  PASSAGE("passage", Method.inputOnly()),
  SELF_EDIT("self-edit", Method.selfEdits()),
  GIVEN("given", Method.given(person -> List.of(Practice.given(person))));

  private final String key;
  private final Method<Passage> method;

  MethodChoice(String key, Method<Passage> method) {
    this.key = key;
    this.method = method;
  }

  Method<Passage> method() {
    return method;
  }

  // What picocli lists in its help and takes as a value.
  @Override
  public String toString() {
    return key;
  }
}
