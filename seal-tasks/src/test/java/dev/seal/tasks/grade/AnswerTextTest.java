package dev.seal.tasks.grade;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextTest {

  // Expected values are those of normalize_answer in SQuAD's evaluation script.
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Denver Broncos|denver broncos",
        "The Denver Broncos.|denver broncos",
        "  a  cat\tand  an owl |cat and owl",
        "the|``",
        "A|``",
        "theatre|theatre",
        "bathe an|bathe",
        "U.S.A.|usa",
        "a.|``",
        "$1,000.50|100050",
        "rock-n-roll|rocknroll",
        "the-end|theend",
        "don't|dont",
        "snake_case|snakecase",
        "1890–1910|1890–1910",
        "É a rua|é rua",
        "aé the|aé",
        "a\u00a0cat|cat",
        "\u3000x\u2003y|x y",
        "“the” quote|“ ” quote",
      })
  void normalizes_as_squads_script_does(String answer, String normalized) {
    assertThat(AnswerText.normalize(answer)).isEqualTo(normalized);
  }

  @Test
  void removes_all_ascii_punctuation() {
    StringBuilder ascii = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      ascii.append(c);
    }
    assertThat(AnswerText.normalize(ascii.toString()))
        .isEqualTo("0123456789abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
  }

  @Test
  void gives_words() {
    assertThat(AnswerText.words("The end, of a story.")).containsExactly("end", "of", "story");
    assertThat(AnswerText.words(" the ")).isEmpty();
  }
}
