package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.Evaluation;
import dev.seal.Method;
import dev.seal.Seal;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.practice.Practice;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PuzzleFiguresTest {

  // Two that are solved by training alone.
  private static final List<Puzzle> PUZZLES =
      List.of(Practice.puzzles().eval().get(0), Practice.puzzles().eval().get(2));

  private static LanguageModel model;
  private static Evaluation<Puzzle> low;
  private static Evaluation<Puzzle> high;

  @BeforeAll
  static void measure() {
    model =
        new LoraEngine().open(Practice.gridModel(), EngineOptions.builder().device("cpu").build());
    low = evaluation(Method.frozen());
    high = evaluation(Method.given(puzzle -> List.of(Practice.gridOracle().toSelfEdit())));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Evaluation<Puzzle> evaluation(Method<Puzzle> method) {
    try (Seal<Puzzle> seal =
        Seal.builder().model(model).task(FewShot.arc()).method(method).build()) {
      return seal.evaluate(PUZZLES);
    }
  }

  private static PuzzleFigures figures(
      Evaluation<Puzzle> inContext, Evaluation<Puzzle> oracle, Evaluation<Puzzle> own) {
    return new PuzzleFigures(
        0,
        "settings",
        List.of(
            new ProofRow<>("in-context", 0, "in context", inContext),
            new ProofRow<>("oracle", 0, "oracle configuration", oracle),
            new ProofRow<>("own-choices", 0, "own choices", own)),
        List.of(),
        List.of(),
        List.of());
  }

  private static PuzzleProof proof(boolean practice, boolean quick) {
    PuzzlePlan plan =
        new PuzzlePlan(
            FewShot.arc(),
            Practice.gridOracle(),
            0,
            1,
            1,
            false,
            OptionalInt.empty(),
            new RunSettings(8, false, OptionalInt.empty()));
    PuzzleData data = PuzzleSource.practice().take(2, 0).choose(model, plan);
    return new PuzzleProof(plan, data, practice, quick);
  }

  @Test
  void claims_are_that_training_helps_and_that_the_best_training_helps_most() {
    assertThat(figures(low, high, low).claims())
        .extracting(claim -> claim.lower().name() + " < " + claim.higher().name())
        .containsExactly("in-context-0 < own-choices-0", "own-choices-0 < oracle-0");
    assertThat(figures(low, high, low).claims())
        .extracting(ProofClaim::holds)
        .containsExactly(false, true);
  }

  @Test
  void more_puzzles_decide_what_the_first_ones_do_not_resolve() {
    List<Evaluation<Puzzle>> learnedOnBoth = List.of(low, high);
    List<Evaluation<Puzzle>> learnedWithVariants = List.of(low.and(low), high.and(high));
    List<Evaluation<Puzzle>> lostWithVariants = List.of(high.and(high), low.and(low));

    assertThat(demanded(learnedOnBoth, lostWithVariants))
        .containsExactly("own-choices-0 < own-choices-1: true");
    assertThat(demanded(List.of(high, low), learnedWithVariants))
        .containsExactly("own-choices-0 < own-choices-1: false");
    assertThat(demanded(List.of(low, low), learnedWithVariants))
        .containsExactly("with-variants-0 < with-variants-1: true");
    assertThat(demanded(List.of(low, low), lostWithVariants))
        .containsExactly("with-variants-0 < with-variants-1: false");
    assertThat(demanded(List.of(low, low), List.of()))
        .containsExactly("own-choices-0 < own-choices-1: false");
  }

  private static List<String> demanded(
      List<Evaluation<Puzzle>> own, List<Evaluation<Puzzle>> withVariants) {
    return new PuzzleFigures(
            0,
            "settings",
            rows("own-choices", own),
            List.of(),
            rows("with-variants", withVariants),
            List.of())
        .demanded().stream()
            .map(c -> c.lower().name() + " < " + c.higher().name() + ": " + c.holds())
            .toList();
  }

  // One for each stage.
  private static List<ProofRow<Puzzle>> rows(String id, List<Evaluation<Puzzle>> evaluations) {
    List<ProofRow<Puzzle>> rows = new ArrayList<>();
    for (Evaluation<Puzzle> evaluation : evaluations) {
      rows.add(new ProofRow<>(id, rows.size(), id, evaluation));
    }
    return rows;
  }

  @Test
  void a_claim_may_ask_for_a_number_of_points() {
    ProofRow<Puzzle> worse = new ProofRow<>("own-choices", 0, "own choices", low);
    ProofRow<Puzzle> better = new ProofRow<>("own-choices", 1, "own choices", high);

    assertThat(ProofClaim.of(worse, better, 1.0).holds()).isTrue();
    assertThat(ProofClaim.broken(List.of(ProofClaim.of(worse, better, 1.1))))
        .containsExactly("own choices, after round 1 is better than own choices by 110 points");
  }

  @Test
  void what_does_not_hold_is_told_in_words() {
    assertThat(proof(true, false).broken(figures(high, low, low)))
        .containsExactly(
            "own choices is better than in context",
            "oracle configuration is better than own choices",
            "at most 1 puzzle is solved in context, where 2 are",
            "the oracle configuration solves at least 90 %, where it solves 0.0",
            "its own choices solve 25 +- 12 % before any round, where they solve 0.0");
    assertThat(proof(true, true).broken(figures(high, low, low)))
        .containsExactly("the oracle configuration is better than in context");
    assertThat(proof(true, true).broken(figures(low, high, low))).isEmpty();
    assertThat(proof(false, false).broken(figures(high, low, low))).isEmpty();
  }

  @Test
  void every_puzzle_has_a_row_with_what_solved_it_or_why_nothing_did() {
    assertThat(PuzzleOutcome.all(figures(low, high, low).rows()))
        .hasSize(2)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.isSolved()).isTrue();
              assertThat(outcome.whyNot()).isEmpty();
              assertThat(outcome.reached("oracle", 0).orElseThrow().solved()).isEqualTo(1);
              assertThat(outcome.reached("in-context", 0).orElseThrow().solved()).isZero();
            });
    assertThat(PuzzleOutcome.all(figures(low, low, low).rows()))
        .extracting(PuzzleOutcome::whyNot)
        .allMatch(
            why -> why.matches(".+ of 9 cells differ in the nearer attempt \\(in context\\)"));
  }
}
