package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {

  private static final Grid FIRST = Grid.of("12", "34");
  private static final Grid SECOND = Grid.of("5");

  @Test
  void are_written_with_an_empty_line_between_and_read_again() {
    Attempts both = new Attempts(List.of(FIRST, SECOND));
    assertThat(both).hasToString("12\n34\n\n5");
    assertThat(Attempts.of("12\n34\n\n5")).isEqualTo(both);
    assertThat(Attempts.of("5")).isEqualTo(new Attempts(List.of(SECOND)));
    assertThat(new Attempts(List.of())).hasToString("");
    assertThat(Attempts.of("")).isEqualTo(new Attempts(List.of()));
  }

  @Test
  void solve_what_one_of_them_is() {
    Attempts both = new Attempts(List.of(FIRST, SECOND));
    assertThat(both.solve(FIRST)).isTrue();
    assertThat(both.solve(Grid.of("5"))).isTrue();
    assertThat(both.solve(Grid.of("12"))).isFalse();
    assertThat(both.first()).contains(FIRST);
    assertThat(new Attempts(List.of()).solve(FIRST)).isFalse();
    assertThat(new Attempts(List.of()).first()).isEmpty();
  }

  @Test
  void are_two_at_most_and_do_not_change() {
    List<Grid> grids = new ArrayList<>(List.of(FIRST));
    Attempts attempts = new Attempts(grids);
    grids.clear();
    assertThat(attempts.grids()).containsExactly(FIRST);
    assertThatThrownBy(() -> new Attempts(List.of(FIRST, SECOND, FIRST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there may be 2 attempts, but there are 3; leave the others out");
    assertThatThrownBy(() -> Attempts.of("1\n\n2\n\n3"))
        .hasMessage("there may be 2 attempts, but there are 3; leave the others out");
  }

  @ParameterizedTest
  @CsvSource({
    "no idea, the row \"no idea\" has more than digits; give a digit for each cell",
    "'12\n3', 'row 1 has 1 cells, but row 0 has 2; give all rows the same length'",
    "'12\n', 'row 1 has 0 cells, but row 0 has 2; give all rows the same length'",
    "'1\n\n', a grid cannot have 1 rows and 0 columns; give 1 to 30 of each"
  })
  void are_not_read_from_other_texts(String answer, String message) {
    assertThatThrownBy(() -> Attempts.of(answer.replace("\\n", "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
