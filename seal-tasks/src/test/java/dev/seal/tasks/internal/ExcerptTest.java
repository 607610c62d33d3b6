package dev.seal.tasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void leaves_60_code_points_as_they_are() {
    assertThat(Excerpt.of("🦭".repeat(60))).isEqualTo("🦭".repeat(60));
  }

  @Test
  void cuts_between_code_points() {
    assertThat(Excerpt.of("🦭".repeat(61))).isEqualTo("🦭".repeat(60) + "...");
  }

  @Test
  void writes_line_breaks_on_one_line() {
    assertThat(Excerpt.of("a\r\nb")).isEqualTo("a\\r\\nb");
  }
}
