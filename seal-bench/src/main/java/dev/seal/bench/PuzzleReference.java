package dev.seal.bench;

import java.util.Map;

/** Figures by others on puzzles: the paper's are on eight of ARC's evaluation puzzles. */
final class PuzzleReference {

  /** Names of methods. */
  static final String IN_CONTEXT = "in-context";

  static final String ORACLE = "oracle";
  static final String OWN = "own-choices";

  static final ProofReference ALL =
      new ProofReference(
          "1B",
          Map.of(
              "in-context-0", 0.0,
              "oracle-0", 100.0,
              "own-choices-0", 20.0,
              "own-choices-1", 72.5),
          Map.of(
              "in-context-0", 0.0,
              "oracle-0", 100.0,
              "own-choices-0", 25.5,
              "best-of-5-0", 81.8));

  private PuzzleReference() {}
}
