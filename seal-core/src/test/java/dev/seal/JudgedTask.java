package dev.seal;

import dev.seal.api.JudgeException;
import dev.seal.api.Passage;
import dev.seal.api.Score;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.ModelGraded;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Learning words, with a judge who marks answers; "no idea" is wrong without a judge. */
final class JudgedTask extends WordTask implements ModelGraded<Passage> {

  @Override
  public List<Prompt> gradingPrompts(Passage input, List<String> answers) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (needsJudge(answers.get(i))) {
        prompts.add(Prompt.text("judge " + input.questions().get(i).text() + ' ' + answers.get(i)));
      }
    }
    return prompts;
  }

  private static boolean needsJudge(String answer) {
    return !answer.equals("no idea");
  }

  @Override
  public Score grade(Passage input, List<String> answers, List<String> completions) {
    Iterator<String> verdicts = completions.iterator();
    List<Double> marks = new ArrayList<>();
    for (String answer : answers) {
      marks.add(needsJudge(answer) ? mark(verdicts.next()) : 0.0);
    }
    return new Score(marks);
  }

  private static double mark(String verdict) {
    return switch (verdict) {
      case "yes" -> 1.0;
      case "no" -> 0.0;
      default -> throw new JudgeException("the judge said \"" + verdict + '"');
    };
  }
}
