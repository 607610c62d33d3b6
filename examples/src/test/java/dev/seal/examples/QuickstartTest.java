package dev.seal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the arguments is said before a model is opened. */
class QuickstartTest {

  @TempDir private Path folder;

  private static void refused(Shell shell, String... words) {
    assertThat(shell.exitCode()).isEqualTo(2);
    assertThat(shell.err()).contains(words).doesNotContain("\tat ");
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void help_names_every_option() {
    Shell shell = Shell.quickstart("--help");

    assertThat(shell.exitCode()).isZero();
    assertThat(shell.out())
        .contains("--model", "--device", "--person", "--passage", "--title", "--question")
        .contains("--answer", "--self-edits", "--rank", "--learning-rate", "--epochs")
        .contains("--max-edit-tokens", "--seed", "--style", "--grader", "--out");
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void a_passage_file_that_is_not_there_is_named() {
    Path missing = folder.resolve("none.txt");

    refused(
        Shell.quickstart("--passage", missing.toString(), "--question", "Q?", "--answer", "A"),
        "cannot read the passage from " + missing,
        "NoSuchFile");
  }

  @Test
  void an_empty_passage_is_refused() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.txt"), " \n");

    refused(
        Shell.quickstart("--passage", empty.toString(), "--question", "Q?", "--answer", "A"),
        "the passage in " + empty + " is empty");
  }

  @Test
  void every_question_needs_an_answer() throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), "Some text.");

    refused(
        Shell.quickstart(
            "--passage", text.toString(), "--question", "Q?", "--question", "R?", "--answer", "A"),
        "2 questions and 1 answers");
    refused(Shell.quickstart("--passage", text.toString()), "0 questions and 0 answers");
  }

  @Test
  void questions_without_a_passage_are_refused() {
    refused(Shell.quickstart("--question", "Q?", "--answer", "A"), "--passage");
  }

  @Test
  void a_person_is_one_of_those_there_are() {
    refused(Shell.quickstart("--person", "300"), "--person must be from 0 to 299, but was 300");
  }

  @Test
  void a_model_that_is_not_there_is_named() {
    refused(Shell.quickstart("--model", "no/such/model"), "no model at \"no/such/model\"");
  }
}
