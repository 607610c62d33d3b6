package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import dev.seal.api.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what was written | question | answer
        "- Which award did X win? Silver Prize | Which award did X win? | Silver Prize",
        "3. Where? Rome. | Where? | Rome.",
        "(3) Where? Rome | Where? | Rome",
        "* 3) Where? Rome | Where? | Rome",
        "• Where? Rome | Where? | Rome",
        "## Where? Rome | Where? | Rome",
        "3.Where? Rome | Where? | Rome",
        "3.5 of what? Litres | 3.5 of what? | Litres",
        "1984 was what? A leap year | 1984 was what? | A leap year",
        "Question 1: Where? Answer: In Rome. | Where? | In Rome.",
        "Question 1: Where? Answer 1: In Rome. | Where? | In Rome.",
        "question: where? answer: rome | where? | rome",
        "Q: Where? A: Rome | Where? | Rome",
        "Q12. Where? A12. Rome | Where? | Rome",
        "Q：どこ？ A：ローマ | どこ？ | ローマ",
        "أين؟ روما | أين؟ | روما",
        "**Question 1:** Where? **Answer:** Rome | Where? | Rome",
        "**Q: Where?** **A: Rome** | Where? | Rome",
        "1. **Where was she?** Rome | Where was she? | Rome",
        "- *Where?* Rome | Where? | Rome",
        "Which algorithm found it? Plain A* | Which algorithm found it? | Plain A*",
        "Where? - Rome | Where? | Rome",
        "Where? -> Rome | Where? | Rome",
        "Where? — Rome | Where? | Rome",
        "How cold? -5 | How cold? | -5",
        "When? 3. May | When? | 3. May",
        "How heavy? A 1.5 ton | How heavy? | A 1.5 ton",
        "Who asked \"why?\" Ann | Who asked \"why?\" | Ann",
        "What is \"why?\" in French? Pourquoi | What is \"why?\" in French? | Pourquoi",
        "\"Where?\" \"Rome\" | \"Where?\" | \"Rome\"",
        "Where? (in Rome) | Where? | (in Rome)",
        "Is it far? How far? Two miles | Is it far? How far? | Two miles",
        "Who is it? Ann?! | Who is it? | Ann?!",
        "Q: Who? A: Ann, or is it? Nobody knows. | Who? | Ann, or is it? Nobody knows.",
        "What did she keep? 🦊 a fox | What did she keep? | 🦊 a fox",
      })
  void reads_a_question_and_its_answer_on_one_line(String line, String text, String answer) {
    assertThat(QuestionReader.read(line)).containsExactly(new Question(text, answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Question: Where? By day?\nAnswer: Rome",
        "Question 1: Where? By day?\r\nAnswer 1: Rome\r\n",
        "Q: Where? By day?\n\n  A: Rome",
        "1. Where? By day?\n   - Answer: Rome",
        "1. **Where? By day?**\n   **Answer:** Rome",
        "**Q1: Where? By day?**  \n**A1:** Rome",
        "Where? By day?\u2028A: Rome",
        "Where? By day?\n---\nA: Rome",
      })
  void reads_an_answer_on_the_next_line(String completion) {
    assertThat(QuestionReader.read(completion))
        .containsExactly(new Question("Where? By day?", "Rome"));
  }

  @Test
  void reads_what_stands_between_other_lines_in_its_order() {
    assertThat(
            QuestionReader.read(
                """
                Sure, here are some questions:

                1. Where? Rome
                What a passage!
                2. Who?
                   Answer: Ann
                Answer: nobody asked? Right.
                3. When?
                4. Why? Love\
                """))
        .containsExactly(
            new Question("Where?", "Rome"),
            new Question("Who?", "Ann"),
            new Question("Why?", "Love"));
  }

  @Test
  void reads_marked_questions_that_share_a_line() {
    assertThat(QuestionReader.read("Q: Who? A: Ann. Q: Where? A: Rome. **Q3:** When? A: 1901"))
        .containsExactly(
            new Question("Who?", "Ann."),
            new Question("Where?", "Rome."),
            new Question("When?", "1901"));
  }

  @Test
  void keeps_the_first_of_questions_with_one_text() {
    assertThat(QuestionReader.read("- Where? Rome\n- Who? Ann\n1. Where? Paris\nQ: Who?\nA: Bob"))
        .containsExactly(new Question("Where?", "Rome"), new Question("Who?", "Ann"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \r\n\t",
        "Rome is a city.",
        "Question: Name a city.\nAnswer: Rome",
        "Where?",
        "Where?\nRome",
        "Where?\n\nQ: Answer: Rome",
        "Where? Answer:",
        "Where?\nA:",
        "Answer: Rome? Yes",
        "Where? !!!",
        "Where? — … 。",
        "Where? 🦊",
        "? Rome",
        "- ? Rome",
        "Which letter? A.",
        "Which article? The",
        "Was she born in Rome? Rome",
        "Was she born in the \"Rome\"? rome.",
        "Q: Did Ann Lee dive?\nA: Ann Lee",
        "Question:",
        "- \n1.\n* \n#\nQ:\nA:\nQuestion 1:\nAnswer:\n**",
        "?",
        "?\nA: ?",
      })
  void passes_over_what_is_no_question_with_an_answer(String completion) {
    assertThat(QuestionReader.read(completion)).isEmpty();
  }

  @Test
  void passes_over_answers_of_more_than_20_words() {
    String twenty = Strings.repeat("word ", 20).strip();
    assertThat(QuestionReader.read("Where? " + twenty + "\nWho? " + twenty + " more"))
        .containsExactly(new Question("Where?", twenty));
  }

  @Test
  void does_not_take_a_part_of_a_word_for_the_answer() {
    assertThat(QuestionReader.read("How old was she in 1945? 19")).hasSize(1);
  }

  @Test
  void reads_10000_lines() {
    String lines =
        IntStream.range(0, 10_000)
            .mapToObj(i -> i + ". What is the number of year " + i + " of hers? No. " + (i + 7))
            .collect(Collectors.joining("\r\n"));
    assertThat(QuestionReader.read(lines)).hasSize(10_000);
    assertThat(QuestionReader.read("- Where? Rome\n".repeat(10_000))).hasSize(1);
  }

  // With a pattern that goes back, or a look at the rest from every sign, these would not end.
  @ParameterizedTest
  @MethodSource("longTexts")
  void survives_what_repeats_itself(String completion) {
    assertThat(QuestionReader.read(completion)).isEmpty();
  }

  static Stream<String> longTexts() {
    return Stream.of(
            "?", "*", "- ", "1. ", "\"", "? * ", "?\n", "Q", "Q ", "A: ", "Q: ", "a **", "\r")
        .map(text -> text.repeat(100_000));
  }

  @RepeatedTest(200)
  void gives_back_what_was_written(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Question> questions = questions(random);
    List<BinaryOperator<String>> forms =
        List.of(
            (q, a) -> "- " + q + ' ' + a,
            (q, a) -> random.nextInt(1000) + ". " + q + ' ' + a,
            (q, a) -> "Question " + random.nextInt(100) + ": " + q + " Answer: " + a,
            (q, a) -> "Q: " + q + "\nA: " + a,
            (q, a) -> "**Question:** " + q + "\n\n**Answer:** " + a,
            (q, a) -> q + ' ' + a);
    String written =
        questions.stream()
            .map(
                question ->
                    forms
                        .get(random.nextInt(forms.size()))
                        .apply(question.text(), question.answers().get(0)))
            .collect(Collectors.joining(random.nextBoolean() ? "\n" : "\r\n\r\n"));
    assertThat(QuestionReader.read(written)).as(written).isEqualTo(questions);
  }

  // Of words in which nothing can be mistaken for a mark; no word is in a question and an answer.
  private static List<Question> questions(Random random) {
    List<String> asked = List.of("who", "Ann's", "Łódź", "3.5", "\"so?\"", "1912,", "und", "(x)");
    List<String> answered = List.of("Rome", "-7", "the", "东京", "A1", "3.", "é", "Mr.", "50%");
    Map<String, Question> questions = new LinkedHashMap<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      String text = "Was " + words(asked, random) + '?';
      questions.putIfAbsent(text, new Question(text, words(answered, random) + " end"));
    }
    return new ArrayList<>(questions.values());
  }

  private static String words(List<String> words, Random random) {
    return IntStream.rangeClosed(0, random.nextInt(6))
        .mapToObj(i -> words.get(random.nextInt(words.size())))
        .collect(Collectors.joining(" "));
  }
}
