package dev.seal;

import dev.seal.api.Passage;
import dev.seal.api.Score;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.Voting;
import java.util.List;

/**
 * Learning words, with a question put in two views, of which the second gives the word away, and in
 * a third one for words of more than three letters. All completions together are the answer, which
 * is right if all are.
 */
final class VotedTask extends WordTask implements Voting<Passage> {

  @Override
  public List<Prompt> views(Passage input, String question) {
    String word = question.substring(0, question.length() - 1);
    Prompt plain = Prompt.text("say " + question);
    Prompt given = Prompt.text(word + " say " + question);
    return word.length() > 3
        ? List.of(plain, given, Prompt.text("now say " + question))
        : List.of(plain, given);
  }

  @Override
  public String vote(Passage input, String question, List<String> completions) {
    if (completions.size() != views(input, question).size()) {
      throw new IllegalArgumentException(question + " has " + completions);
    }
    return String.join("/", completions);
  }

  @Override
  public Score grade(Passage input, List<String> answers) {
    List<String> words =
        answers.stream()
            .map(answer -> List.of(answer.split("/")))
            .map(said -> said.stream().distinct().count() == 1 ? said.get(0) : "several")
            .toList();
    return super.grade(input, words);
  }

  @Override
  public Prompt ask(Passage input, String question) {
    throw new AssertionError("a task that votes is asked by its views");
  }

  @Override
  public Prompt askInContext(Passage input, String question) {
    throw new AssertionError("a task that votes is asked by its views");
  }
}
