package dev.seal.tasks.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.Question;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradersTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // accepted | answer | exact match | f1 | contains
        "Denver Broncos | the denver broncos. | 1 | 1 | 1",
        "Denver Broncos | Broncos | 0 | 0.66666667 | 0",
        "Denver Broncos | Broncos Denver | 0 | 1 | 0",
        "Denver Broncos | It was the Denver Broncos | 0 | 0.66666667 | 1",
        "Denver Broncos | Carolina Panthers | 0 | 0 | 0",
        "Denver Broncos | `` | 0 | 0 | 0",
        "1 | 1945 | 0 | 0 | 0",
        "19 | in 19, 20 | 0 | 0.5 | 1",
        "no no no | no | 0 | 0.5 | 0",
        "no | no no no | 0 | 0.5 | 1",
        "The | the | 1 | 1 | 1",
        "The | who | 0 | 0 | 0",
      })
  void mark_against_one_accepted_answer(
      String accepted, String answer, double exactMatch, double f1, double contains) {
    Question question = new Question("q", accepted);
    assertThat(Graders.exactMatch().mark(question, answer)).isEqualTo(exactMatch);
    assertThat(Graders.f1().mark(question, answer)).isCloseTo(f1, within(1e-8));
    assertThat(Graders.contains().mark(question, answer)).isEqualTo(contains);
  }

  @Test
  void give_the_best_mark_over_the_accepted_answers() {
    Question question =
        new Question("q", List.of("Santa Clara", "Levi's Stadium", "in California"));
    assertThat(Graders.exactMatch().mark(question, "levis stadium")).isEqualTo(1);
    assertThat(Graders.f1().mark(question, "California")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(Graders.contains().mark(question, "At Levi's Stadium.")).isEqualTo(1);
  }

  @Test
  void are_found_by_name() {
    assertThat(Graders.of("exact-match")).isSameAs(Graders.exactMatch());
    assertThat(Graders.of("f1")).isSameAs(Graders.f1());
    assertThat(Graders.of("contains")).isSameAs(Graders.contains());
    assertThat(Graders.f1()).hasToString("f1");
  }

  @Test
  void list_their_names_for_an_unknown_one() {
    assertThatThrownBy(() -> Graders.of("bleu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no grader is called \"bleu\"; use one of exact-match, f1, contains");
  }
}
