package dev.seal.bench;

import java.util.Map;

/**
 * Figures by others on passages: the paper's are on SQuAD, those with the practice model on other
 * people of its world.
 */
final class PassageReference {

  /** Names of methods. */
  static final String FROZEN = "frozen";

  static final String PASSAGE = "passage";
  static final String OWN = "own-edits";
  static final String OUTSIDE = "outside-author";

  static final ProofReference ALL =
      new ProofReference(
          "7B",
          Map.of(
              "frozen-0", 32.7,
              "passage-0", 33.5,
              "own-edits-0", 39.7,
              "own-edits-1", 43.7,
              "own-edits-2", 47.0,
              "outside-author-0", 46.3,
              "proxy-1", 45.6),
          Map.of(
              "frozen-0", 3.8,
              "in-context-0", 100.0,
              "passage-0", 55.0,
              "own-edits-0", 67.3,
              "best-of-5-0", 90.9,
              "own-edits-1", 78.6,
              "own-edits-2", 83.8,
              "outside-author-0", 98.1));

  private PassageReference() {}
}
