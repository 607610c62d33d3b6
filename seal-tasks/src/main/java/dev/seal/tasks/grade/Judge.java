package dev.seal.tasks.grade;

import dev.seal.api.JudgeException;
import dev.seal.api.Question;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.ModelGrader;
import dev.seal.tasks.internal.Excerpt;
import java.util.Optional;
import java.util.regex.Pattern;

/** Has a model say whether an answer conveys an accepted one: 1 for yes, 0 for no. */
final class Judge implements ModelGrader {

  private static final Pattern YES = word("yes");
  private static final Pattern NO = word("no");

  @Override
  public Optional<Prompt> prompt(Question question, String answer) {
    if (answer.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        Prompt.instruction(
            """
            You mark a student's answer to a question. The gold answer is right; judge by it alone, \
            not by what you know yourself. The student's answer is right if it says all that the \
            gold answer says. It may say more, as long as nothing in it contradicts the gold \
            answer. Wording, spelling and style do not matter.

            Question: %s
            Gold answer: %s
            Student's answer: %s

            Does the student's answer convey the gold answer? Reply with yes or no, nothing else.\
            """
                .formatted(
                    question.text(), String.join("\nor: ", question.answers()), answer.strip())));
  }

  @Override
  public double mark(Question question, String answer, Optional<String> completion) {
    if (answer.isBlank()) {
      return 0;
    }
    String verdict =
        completion.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no verdict on the answer to \""
                        + question.text()
                        + "\"; pass the judge's completion of prompt(question, answer)"));
    boolean yes = YES.matcher(verdict).find();
    boolean no = NO.matcher(verdict).find();
    if (yes == no) {
      throw new JudgeException(
          "the judge's verdict on the answer to \""
              + question.text()
              + "\" must be yes or no, but is \""
              + Excerpt.of(verdict.strip())
              + "\"; let a model judge that follows instructions, or allow it more tokens");
    }
    return yes ? 1 : 0;
  }

  @Override
  public String toString() {
    return "judge";
  }

  private static Pattern word(String word) {
    return Pattern.compile(
        "\\b" + word + "\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
  }
}
