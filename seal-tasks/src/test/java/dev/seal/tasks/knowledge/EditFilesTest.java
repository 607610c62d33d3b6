package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.DataFormatException;
import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.SelfEdit;
import dev.seal.tasks.practice.Practice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditFilesTest {

  private static final Passage ADA = passage("Ada", "Ada was a diver.");
  private static final Passage BOB = passage("Bob", "Bob was a cook.");

  @TempDir Path folder;

  @Test
  void reads_edits_by_title() throws IOException {
    GivenEdits edits = load("{\"Ada\": [\"- She dived.\", \"\", \" She swam.\"], \"Bob\": [\"\"]}");
    assertThat(edits.of(ADA)).containsExactly(new SelfEdit("- She dived.\n\n She swam."));
    assertThat(edits.of(passage("Ada", "Another text."))).isEqualTo(edits.of(ADA));
    assertThat(edits.of(BOB)).containsExactly(new SelfEdit(""));
  }

  @Test
  void reads_edits_by_title_in_parts() throws IOException {
    GivenEdits edits =
        load(
            "{\"train\": {\"Ada\": [\"She dived.\"]}, \"none\": {}, \"test\": {\"Bob\": [\"x\"]}}");
    assertThat(edits.of(ADA)).containsExactly(new SelfEdit("She dived."));
    assertThat(edits.of(BOB)).containsExactly(new SelfEdit("x"));
    assertThat(edits).hasToString("edits for 2 passages from " + folder.resolve("edits.json"));
  }

  @Test
  void reads_the_papers_form_by_title_and_context() throws IOException {
    GivenEdits edits =
        load(
            """
            [{"title": "Ada", "context": "Ada was a diver.", "prompt": "p", "questions": [1],
              "completions": ["She dived.\\nShe swam.", "", "She dived."]},
             {"completions": ["Old."], "context": "Ada was old.", "title": "Ada"},
             {"completions": ["Wet."], "context": "It rained.", "title": ""}]
            """);
    assertThat(edits.of(new Passage("Ada", "Ada was a diver.", List.of(new Question("q", "a")))))
        .containsExactly(
            new SelfEdit("She dived.\nShe swam."), new SelfEdit(""), new SelfEdit("She dived."));
    assertThat(edits.of(passage("Ada", "Ada was old."))).containsExactly(new SelfEdit("Old."));
    assertThat(edits.of(passage("", "It rained."))).containsExactly(new SelfEdit("Wet."));
  }

  @Test
  void reads_the_practice_worlds_file() {
    GivenEdits edits =
        EditFiles.load(Path.of("src/main/resources/dev/seal/tasks/practice/given.json"));
    assertThat(Stream.concat(Practice.people().train().stream(), Practice.people().test().stream()))
        .hasSize(600)
        .allSatisfy(person -> assertThat(edits.of(person)).containsExactly(Practice.given(person)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "\ufeff{}", "{\"train\": {}}"})
  void has_no_edit_for_a_passage_of_a_title_that_is_missing(String json) throws IOException {
    GivenEdits edits = load(json);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> edits.of(ADA))
        .withMessage(
            "no edit for the passage \"Ada\" in "
                + folder.resolve("edits.json")
                + "; add one, or leave the passage out");
  }

  @Test
  void names_the_passage_by_its_beginning_where_titles_are_not_enough() throws IOException {
    GivenEdits edits =
        load("[{\"title\": \"Ada\", \"context\": \"Ada was old.\", \"completions\": [\"x\"]}]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> edits.of(ADA))
        .withMessage(
            "no edit for the passage \"Ada\" that begins \"Ada was a diver.\" in "
                + folder.resolve("edits.json")
                + "; add one, or leave the passage out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Ada\" | $ must be an object of titles with lines, or an array of passages with"
            + " \"completions\"; give a file of one of these forms",
        "{\"Ada\": \"x\"} | $.Ada must be an array, but is the string \"x\"; correct the file",
        "{\"Ada\": [\"x\", 7]} | $.Ada[1] must be a string, but is the number 7; correct the file",
        "{\"Ada\": []} | $.Ada has no line; add one, or leave the title out",
        "{\"Ada\": [\"x\"], \"Ada\": [\"y\"]} | $.Ada is given twice; keep one of them",
        "{\" \": [\"x\"]} | $.  has a blank title; write the passage's title in its place",
        "{\"Ada\": [\"x\"], \"train\": {}} | $.train must be an array, but is an object; correct"
            + " the file",
        "{\"train\": {}, \"Ada\": [\"x\"]} | $.Ada must be an object, but is an array; correct the"
            + " file",
        "{\"train\": {\"Ada\": {}}} | $.train.Ada must be an array, but is an object; correct the"
            + " file",
        "{\"train\": {\"Ada\": [\"x\"]}, \"test\": {\"Ada\": [\"x\"]}} | $.test.Ada is the same"
            + " passage as $.train.Ada; keep one of them",
        "{\"data\": [{\"title\": \"t\"}]} | $.data[0] must be a string, but is an object; correct"
            + " the file",
        "[[]] | $[0] must be an object, but is an array; correct the file",
        "[{\"context\": \"c\", \"completions\": [\"x\"]}] | $[0] has no \"title\"; add it",
        "[{\"title\": \"t\", \"completions\": [\"x\"]}] | $[0] has no \"context\"; add it",
        "[{\"title\": \"t\", \"context\": \"c\", \"questions\": []}] | $[0] has no"
            + " \"completions\"; add it",
        "[{\"title\": \"t\", \"context\": \"c\", \"completions\": []}] | $[0] has no completion;"
            + " add one, or leave the passage out",
        "[{\"completions\": [\"x\", null]}] | $[0].completions[1] must be a string, but is null;"
            + " correct the file",
        "[{\"title\": \"t\", \"context\": \"c\", \"completions\": [\"x\"]},"
            + " {\"context\": \"c\", \"completions\": [\"y\"], \"title\": \"t\"}] | $[1] is the"
            + " same passage as $[0]; keep one of them",
        "{} {} | not valid JSON at $ (syntax error at line 1 column 5 path $); correct the file",
      })
  void says_what_is_wrong_and_where(String json, String complaint) {
    assertThatThrownBy(() -> load(json))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(folder.resolve("edits.json") + ": " + complaint);
  }

  @Test
  void says_that_a_context_is_blank() {
    assertThatThrownBy(() -> load("[{\"context\": \" \"}]"))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            folder.resolve("edits.json")
                + ": $[0].context must not be blank, but is \" \"; fill it in or leave its owner"
                + " out");
  }

  @Test
  void says_that_a_file_is_missing() {
    Path file = folder.resolve("none.json");
    assertThatThrownBy(() -> EditFiles.load(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot read edits from " + file + ": java.nio.file.NoSuchFileException: " + file);
  }

  private GivenEdits load(String json) throws IOException {
    return EditFiles.load(Files.writeString(folder.resolve("edits.json"), json));
  }

  private static Passage passage(String title, String context) {
    return new Passage(title, context, List.of());
  }
}
