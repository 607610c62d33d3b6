package dev.seal;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.QuestionWriting;
import java.util.List;
import java.util.stream.Stream;

/** Learning words, with a question for each word that the model writes down. */
final class QuestionTask extends WordTask implements QuestionWriting<Passage> {

  @Override
  public Prompt questionPrompt(Passage input) {
    return Prompt.text("ask about " + input.context());
  }

  @Override
  public List<Question> readQuestions(Passage input, String completion) {
    return Stream.of(completion.split(" "))
        .distinct()
        .map(word -> new Question(word + "?", word))
        .toList();
  }

  @Override
  public Passage withQuestions(Passage input, List<Question> questions) {
    return new Passage(input.title(), input.context(), questions);
  }

  @Override
  public String toString() {
    return "words with own questions";
  }
}
