package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seal.api.DataFormatException;
import dev.seal.api.Passage;
import dev.seal.api.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassageFilesTest {

  @TempDir Path folder;

  @Test
  void reads_seals_form_as_it_stands_and_keeps_duplicate_questions() throws IOException {
    Path file =
        file(
            """
            [{"title": "Isle_of Man", "context": " It rained.\\n", "prompt": "p",
              "completions": ["a", {"b": [1]}],
              "questions": [{"question": "What?", "answer": "rain"},
                            {"id": 7, "answer": "rain", "question": "What?"}]},
             {"questions": [], "context": "It snowed.", "title": ""}]
            """);
    assertThat(PassageFiles.load(file))
        .containsExactly(
            new Passage(
                "Isle_of Man",
                " It rained.\n",
                List.of(new Question("What?", "rain"), new Question("What?", "rain"))),
            new Passage("", "It snowed.", List.of()));
  }

  @Test
  void reads_squads_form() throws IOException {
    Path file =
        file(
            """
            {"version": "v2.0", "data": [
              {"title": "Isle_of_Man", "paragraphs": [
                {"context": "It rained.", "qas": [
                  {"question": "What?", "id": "1", "is_impossible": false, "answers": [
                    {"text": "rained", "answer_start": 3}, {"text": "rain", "answer_start": 3},
                    {"text": "rained", "answer_start": 3}]},
                  {"question": "Who?", "id": "2", "is_impossible": true, "answers": [],
                   "plausible_answers": [{"text": "It", "answer_start": 0}]}]},
                {"qas": [{"answers": [{"answer_start": 0, "text": "It"}], "question": "Who?"}],
                 "context": "It snowed."}]},
              {"paragraphs": [{"context": "It froze.", "qas": []}], "title": "Caf%C3%A9"}]}
            """);
    assertThat(PassageFiles.load(file))
        .containsExactly(
            new Passage(
                "Isle of Man",
                "It rained.",
                List.of(new Question("What?", List.of("rained", "rain")))),
            new Passage("Isle of Man", "It snowed.", List.of(new Question("Who?", "It"))),
            new Passage("Caf%C3%A9", "It froze.", List.of()));
  }

  @Test
  void reads_an_empty_list_and_a_byte_order_mark() throws IOException {
    assertThat(PassageFiles.load(file("\ufeff[]"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3 | $ must be an array (SEAL) or an object with \"data\" (SQuAD); give a file of one of"
            + " these forms",
        "{} | $ has no \"data\"; add it",
        "[{\"context\": \"c\", \"questions\": []}] | $[0] has no \"title\"; add it",
        "[{\"title\": \"t\", \"questions\": []}] | $[0] has no \"context\"; add it",
        "[{\"title\": \"t\", \"context\": \"c\"}] | $[0] has no \"questions\"; add it",
        "[{\"title\": null}] | $[0].title must be a string, but is null; correct the file",
        "[{\"title\": 12}] | $[0].title must be a string, but is the number 12; correct the file",
        "[{\"title\": \"a\", \"title\": \"b\"}] | $[0].title is given twice; keep one of them",
        "[{\"context\": \" \"}] | $[0].context must not be blank, but is \" \"; fill it in or leave"
            + " its owner out",
        "[{\"questions\": {}}] | $[0].questions must be an array, but is an object; correct the"
            + " file",
        "[{\"questions\": [{\"question\": \"q\", \"answer\": \"a\"}, {\"question\": \"q\"}]}] |"
            + " $[0].questions[1] has no \"answer\"; add it",
        "[{\"questions\": [\"Who?\"]}] | $[0].questions[0] must be an object, but is the string"
            + " \"Who?\"; correct the file",
        "[] [] | not valid JSON at $ (syntax error at line 1 column 5 path $); correct the file",
        "{\"data\": [{\"paragraphs\": []}]} | $.data[0] has no \"title\"; add it",
        "{\"data\": [{\"title\": \"t\"}]} | $.data[0] has no \"paragraphs\"; add it",
        "{\"data\": [{\"paragraphs\": [{\"context\": \"c\"}]}]} | $.data[0].paragraphs[0] has no"
            + " \"qas\"; add it",
        "{\"data\": [{\"paragraphs\": [{\"qas\": [{\"question\": \"q\"}]}]}]} |"
            + " $.data[0].paragraphs[0].qas[0] has no \"answers\"; add it",
        "{\"data\": [{\"paragraphs\": [{\"qas\": [{\"question\": \"q\", \"answers\": []}]}]}]} |"
            + " $.data[0].paragraphs[0].qas[0] has no answer; add one, or mark it"
            + " \"is_impossible\": true if the passage gives none",
        "{\"data\": [{\"paragraphs\": [{\"qas\": [{\"is_impossible\": \"no\"}]}]}]} |"
            + " $.data[0].paragraphs[0].qas[0].is_impossible must be true or false, but is the"
            + " string \"no\"; correct the file",
        "{\"data\": [{\"paragraphs\": [{\"qas\": [{\"answers\": [{}]}]}]}]} |"
            + " $.data[0].paragraphs[0].qas[0].answers[0] has no \"text\"; add it",
      })
  void says_what_is_wrong_and_where(String json, String complaint) throws IOException {
    Path file = file(json);
    assertThatThrownBy(() -> PassageFiles.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ": " + complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"title\": \"t | $[0].title",
        "[{'title': \"t\"}] | $[0].",
        "[{\"title\": \"t\", \"context\": \"c\", \"questions\": []},] | $[1]",
        "[{\"context\": TRUE}] | $[0].context",
        "`` | $",
      })
  void says_where_the_json_is_broken(String json, String place) throws IOException {
    Path file = file(json);
    assertThatThrownBy(() -> PassageFiles.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(place)
        .hasMessageEndingWith("; correct the file");
  }

  @Test
  void says_that_a_file_is_not_utf_8() throws IOException {
    Path file = Files.write(folder.resolve("latin.json"), new byte[] {'[', '"', (byte) 0xe9, '"'});
    assertThatThrownBy(() -> PassageFiles.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ": not valid UTF-8 after $; save the file as UTF-8");
  }

  @Test
  void says_that_a_file_is_missing() {
    Path file = folder.resolve("none.json");
    assertThatThrownBy(() -> PassageFiles.load(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot read passages from " + file + ": ");
  }

  @Test
  void reads_the_published_development_passages() {
    Path file = Path.of("..", "..", "shared", "data", "squad_dev.json");
    assumeTrue(Files.exists(file), () -> "skipped, as there is no " + file.toAbsolutePath());
    List<Passage> passages = PassageFiles.load(file);
    assertThat(passages).hasSize(1055);
    assertThat(passages.stream().map(Passage::title).distinct()).hasSize(22);
    assertThat(passages.get(0).questions()).hasSize(5);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("passages.json"), json);
  }
}
