package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.Evaluation;
import dev.seal.Method;
import dev.seal.Seal;
import dev.seal.api.Passage;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PassageFiguresTest {

  private static final List<Passage> PEOPLE = Practice.people().test().subList(0, 3);

  private static LanguageModel model;
  private static Evaluation<Passage> low;
  private static Evaluation<Passage> high;

  @BeforeAll
  static void measure() {
    model = new LoraEngine().open(Practice.model(), EngineOptions.builder().device("cpu").build());
    low = evaluation(Method.frozen());
    high = evaluation(Method.inContext());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Evaluation<Passage> evaluation(Method<Passage> method) {
    try (Seal<Passage> seal =
        Seal.builder().model(model).task(Knowledge.implications()).method(method).build()) {
      return seal.evaluate(PEOPLE);
    }
  }

  private static PassageFigures figures(List<ProofRow<Passage>> rows) {
    return new PassageFigures(0, "settings", rows, List.of(), List.of(), List.of());
  }

  private static ProofRow<Passage> row(String id, int stage, Evaluation<Passage> evaluation) {
    return new ProofRow<>(id, stage, id, evaluation);
  }

  @Test
  void only_rows_that_are_there_are_compared() {
    PassageFigures figures =
        figures(List.of(row("frozen", 0, low), row("passage", 0, high), row("own-edits", 1, high)));

    assertThat(figures.claims())
        .singleElement()
        .satisfies(
            claim -> {
              assertThat(claim.lower().name()).isEqualTo("frozen-0");
              assertThat(claim.higher().name()).isEqualTo("passage-0");
              assertThat(claim.difference()).isEqualTo(high.against(low));
            });
  }

  @Test
  void a_claim_holds_where_the_whole_interval_is_above_zero() {
    assertThat(figures(List.of(row("frozen", 0, low), row("passage", 0, high))).claims())
        .allMatch(ProofClaim::holds);
    assertThat(figures(List.of(row("frozen", 0, high), row("passage", 0, low))).claims())
        .hasSize(1)
        .noneMatch(ProofClaim::holds);
    assertThat(figures(List.of(row("frozen", 0, low), row("passage", 0, low))).claims())
        .hasSize(1)
        .noneMatch(ProofClaim::holds);
  }

  @Test
  void all_claims_are_made_of_a_full_run() {
    PassageFigures figures =
        figures(
            List.of(
                row("frozen", 0, low),
                row("passage", 0, low),
                row("own-edits", 0, low),
                row("own-edits", 1, low),
                row("own-edits", 2, high),
                row("outside-author", 0, high)));

    assertThat(figures.claims())
        .extracting(claim -> claim.lower().name() + " < " + claim.higher().name())
        .containsExactly(
            "frozen-0 < passage-0",
            "passage-0 < own-edits-0",
            "own-edits-0 < own-edits-1",
            "own-edits-1 < outside-author-0",
            "own-edits-0 < own-edits-2",
            "own-edits-1 < own-edits-2",
            "passage-0 < outside-author-0");
  }
}
