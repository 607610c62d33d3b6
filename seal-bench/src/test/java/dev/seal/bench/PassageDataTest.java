package dev.seal.bench;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassageDataTest {

  @TempDir private Path folder;

  private Path file(int passages) throws IOException {
    String all =
        IntStream.range(0, passages)
            .mapToObj(
                i ->
                    """
                    {"title": "%d", "context": "Of %d.",
                     "questions": [{"question": "Who?", "answer": "%d"}]}\
                    """
                        .formatted(i, i, i))
            .collect(joining(",\n"));
    return Files.writeString(
        folder.resolve("data.json"),
        "[" + all + ", {\"title\": \"-\", \"context\": \"Unasked.\", \"questions\": []}]");
  }

  private static List<String> titles(List<Passage> passages) {
    return passages.stream().map(Passage::title).toList();
  }

  @Test
  void practice_people_for_the_rounds_are_others_than_those_to_measure_on() {
    PassageData data = PassageData.practice(4, 6, 5);

    assertThat(data.test()).hasSize(4);
    assertThat(data.many()).hasSize(5).startsWith(data.test().toArray(Passage[]::new));
    assertThat(data.train()).hasSize(6).doesNotContainAnyElementsOf(data.many());
    assertThat(data.known())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(data.many())
        .allSatisfy(passage -> assertThat(passage.questions()).isNotEmpty());
    assertThat(data.outside()).isPresent();
  }

  @Test
  void more_practice_people_than_there_are_are_refused_by_the_option() {
    assertThatThrownBy(() -> PassageData.practice(301, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--passages must be at most 300, which is how many passages with questions there are,"
                + " but was 301");
    assertThatThrownBy(() -> PassageData.practice(1, 0, 301))
        .hasMessageStartingWith("--joint must be at most 300");
    assertThatThrownBy(() -> PassageData.practice(1, 100_000, 0))
        .hasMessageStartingWith("--rounds times --round-passages must be at most ")
        .hasMessageEndingWith("but was 100000");
    assertThatThrownBy(() -> PassageData.practice(-1, 0, 0)).hasMessageEndingWith("but was -1");
  }

  @Test
  void a_files_passages_are_in_an_order_that_is_random_and_always_the_same() throws IOException {
    Path file = file(30);

    PassageData data = PassageData.file(file, 10, 16, 12, null);
    PassageData same = PassageData.file(file, 10, 18, 12, null);

    assertThat(titles(same.test())).isEqualTo(titles(data.test()));
    assertThat(titles(data.test()))
        .isNotEqualTo(IntStream.range(0, 10).mapToObj(String::valueOf).toList());
    assertThat(same.many()).startsWith(same.test().toArray(Passage[]::new)).hasSize(12);
    assertThat(same.train()).hasSize(18).doesNotContainAnyElementsOf(same.many());
    assertThat(titles(same.train())).doesNotContain("-");
    assertThat(data.known()).isEmpty();
    assertThat(data.outside()).isEmpty();
    assertThat(data.name()).isEqualTo("data.json");
  }

  @Test
  void a_file_with_too_few_passages_with_questions_is_refused() throws IOException {
    Path file = file(30);

    assertThatThrownBy(() -> PassageData.file(file, 11, 20, 4, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--passages or --joint, and the rounds', together must be at most 30, which is how many"
                + " passages with questions there are, but was 31");
    assertThat(PassageData.file(file, 10, 20, 4, null).train()).hasSize(20);
  }

  @Test
  void questions_can_be_left_out() {
    List<Passage> people = PassageData.practice(2, 0, 0).test();

    List<Passage> unasked = PassageData.withoutQuestions(people);

    assertThat(titles(unasked)).isEqualTo(titles(people));
    assertThat(unasked)
        .allSatisfy(passage -> assertThat(passage.questions()).isEmpty())
        .extracting(Passage::context)
        .containsExactly(people.get(0).context(), people.get(1).context());
  }
}
