package dev.seal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  private static Table.Builder methods() {
    return Table.builder().left("method").right("mean", "gain").row("frozen", "0.3", "");
  }

  @Test
  void text_has_aligned_columns() {
    assertThat(
            methods()
                .caption("All methods")
                .markedRow("self-edits,\n round 2", "0.4125", "+0.1")
                .row("Zürich \uD83D\uDE00", "1", "−0.25")
                .note("Gain: over frozen.")
                .build()
                .text())
        .isEqualTo(
            """
            All methods

              method                 mean   gain
              -------------------  ------  -----
              frozen                  0.3
            * self-edits, round 2  0.4125   +0.1
              Zürich \uD83D\uDE00                  1  −0.25

            Gain: over frozen.
            """);
  }

  @Test
  void text_without_a_mark_has_no_margin_and_a_table_may_have_no_rows() {
    assertThat(methods().build().text())
        .isEqualTo(
            """
            method  mean  gain
            ------  ----  ----
            frozen   0.3
            """);
    assertThat(Table.builder().left("a").build().text()).isEqualTo("a\n-\n");
  }

  @Test
  void tables_are_values() {
    assertThat(methods().build()).isEqualTo(methods().build());
    assertThat(methods().build()).isNotEqualTo(methods().note("n").build());
  }

  @Test
  void rows_must_fit_the_columns_and_one_may_be_marked() {
    assertThatThrownBy(() -> methods().row("a", "b").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 must have 3 cells, one a column, but has 2: [a, b]");
    assertThatThrownBy(() -> Table.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a table must have columns, but has none; name them with left(...) and right(...)");
    assertThatThrownBy(() -> methods().markedRow("a", "b", "c").markedRow("d", "e", "f"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row 1 is marked already; mark one row and add others with row(...)");
  }
}
