package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PromptStyleTest {

  @ParameterizedTest
  @EnumSource
  void is_found_by_its_key(PromptStyle style) {
    assertThat(PromptStyle.of(style.key())).isSameAs(style);
  }

  @Test
  void lists_the_keys_for_an_unknown_one() {
    assertThatThrownBy(() -> PromptStyle.of("implication"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no prompt style is called \"implication\"; use one of implications,"
                + " implications-long, implications-very-long, implications-chain-of-thought,"
                + " rewrite, self-qa, explain, none");
  }
}
