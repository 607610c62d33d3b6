package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SymmetryTest {

  // The quarter turns are those of NumPy's rot90.
  @ParameterizedTest
  @CsvSource({
    "IDENTITY, 012/345",
    "ROTATE_90, 25/14/03",
    "ROTATE_180, 543/210",
    "ROTATE_270, 30/41/52",
    "FLIP_ROWS, 345/012",
    "FLIP_COLUMNS, 210/543",
    "TRANSPOSE, 03/14/25",
    "ANTI_TRANSPOSE, 52/41/30",
  })
  void turns_and_flips(Symmetry symmetry, String rows) {
    assertThat(symmetry.apply(Grid.of("012", "345"))).isEqualTo(Grid.of(rows.split("/")));
  }

  @Test
  void every_other_turn_is_repeated_quarter_turns() {
    Symmetry quarter = Symmetry.ROTATE_90;
    assertThat(quarter.then(quarter)).isEqualTo(Symmetry.ROTATE_180);
    assertThat(quarter.then(quarter).then(quarter)).isEqualTo(Symmetry.ROTATE_270);
    assertThat(quarter.then(Symmetry.ROTATE_270)).isEqualTo(Symmetry.IDENTITY);
  }

  @ParameterizedTest
  @EnumSource
  void is_of_a_group(Symmetry symmetry) {
    assertThat(symmetry.then(Symmetry.IDENTITY)).isEqualTo(symmetry);
    assertThat(Symmetry.IDENTITY.then(symmetry)).isEqualTo(symmetry);
    assertThat(symmetry.then(symmetry.inverse())).isEqualTo(Symmetry.IDENTITY);
    assertThat(symmetry.inverse().then(symmetry)).isEqualTo(Symmetry.IDENTITY);
    assertThat(Arrays.stream(Symmetry.values()).map(symmetry::then))
        .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Symmetry.class));
  }
}
