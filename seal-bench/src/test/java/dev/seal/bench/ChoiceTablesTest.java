package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.bench.ToolChoices.Reason;
import dev.seal.tasks.fewshot.AugmentationGroup;
import dev.seal.tasks.fewshot.ToolChoice;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChoiceTablesTest {

  private static final ToolChoice BASIC =
      new ToolChoice(Set.of(AugmentationGroup.BASIC), Strategy.OUTPUT_TOKENS, 3e-4, 2);
  private static final ToolChoice NONE = new ToolChoice(Set.of(), Strategy.ALL_TOKENS, 1e-2, 1);

  private static ChoiceTables tables(ToolChoices before, ToolChoices after) {
    return new ChoiceTables(new TreeMap<>(Map.of(0, before, 1, after)));
  }

  @Test
  void shares_are_of_the_valid_choices_before_and_after() {
    ToolChoices before =
        new ToolChoices(5, List.of(BASIC, NONE, NONE, NONE), List.of(new Reason("why", 2)));
    ToolChoices after = new ToolChoices(5, List.of(BASIC, BASIC, BASIC, BASIC, BASIC), List.of());

    assertThat(tables(before, after).shares().text())
        .containsPattern("of its own choices +before +after round 1")
        .containsPattern("self-edits +5 +5")
        .containsPattern("valid JSON +4 +5")
        .containsPattern("rejected +2 +0")
        .containsPattern("basic augmentations, % +25 +100")
        .containsPattern("chain augmentations, % +0 +0")
        .containsPattern("loss on outputs, % +25 +100")
        .containsPattern("learning rate 0.0003, % +25 +100")
        .containsPattern("learning rate 0.01, % +75 +0")
        .containsPattern("epochs 1, % +75 +0")
        .containsPattern("epochs 2, % +25 +100");
  }

  @Test
  void nothing_valid_has_no_shares() {
    ToolChoices none = new ToolChoices(2, List.of(), List.of(new Reason("torn", 2)));
    ToolChoices one = new ToolChoices(2, List.of(NONE, NONE), List.of());

    assertThat(tables(none, one).shares().text())
        .containsPattern("(?m)^valid JSON +0 +2$")
        .containsPattern("(?m)^loss on outputs, % +0$")
        .containsPattern("(?m)^epochs 1, % +100$");
  }

  @Test
  void reasons_are_told_with_their_numbers() {
    ToolChoices before = new ToolChoices(4, List.of(), List.of(new Reason("torn", 3)));
    ToolChoices after = new ToolChoices(4, List.of(BASIC), List.of());

    assertThat(tables(before, after).hasReasons()).isTrue();
    assertThat(tables(before, after).reasons().text()).containsPattern("(?m)^before +3 +torn$");
    assertThat(tables(after, after).hasReasons()).isFalse();
  }
}
