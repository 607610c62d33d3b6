package dev.seal.tasks.knowledge;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.Grader;
import dev.seal.api.task.ModelGrader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Knowledge} marks answers.
 *
 * @param grader marks where there is no judge
 * @param judge marks with a model's help; null for none
 * @param reasoning whether the answer stands behind {@link KnowledgePrompts#FINAL_ANSWER}
 */
record Marking(Grader grader, @Nullable ModelGrader judge, boolean reasoning) {

  private static final Pattern FINAL_ANSWER =
      Pattern.compile(Pattern.quote(KnowledgePrompts.FINAL_ANSWER), Pattern.CASE_INSENSITIVE);
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  Marking withGrader(Grader other) {
    return new Marking(other, null, reasoning);
  }

  Marking withJudge(ModelGrader other) {
    return new Marking(grader, other, reasoning);
  }

  Marking withReasoning() {
    return new Marking(grader, judge, true);
  }

  Score grade(Passage passage, List<String> answers) {
    if (judge != null) {
      throw new IllegalStateException(
          "answers on \""
              + PassageText.name(passage)
              + "\" cannot be marked without a judge's completions; have gradingPrompts(passage,"
              + " answers) completed and pass the completions to grade");
    }
    checkCount(passage, answers);
    List<Double> marks = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      marks.add(grader.mark(passage.questions().get(i), answer(answers.get(i))));
    }
    return new Score(marks);
  }

  List<Prompt> prompts(Passage passage, List<String> answers) {
    checkCount(passage, answers);
    if (judge == null) {
      return List.of();
    }
    List<Prompt> prompts = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      judge.prompt(passage.questions().get(i), answer(answers.get(i))).ifPresent(prompts::add);
    }
    return List.copyOf(prompts);
  }

  Score grade(Passage passage, List<String> answers, List<String> completions) {
    int needed = prompts(passage, answers).size();
    if (completions.size() != needed) {
      throw new IllegalArgumentException(
          "the answers on \""
              + PassageText.name(passage)
              + "\" have "
              + needed
              + " grading prompts, but there were "
              + completions.size()
              + " completions; give one per prompt, in their order");
    }
    if (judge == null) {
      return grade(passage, answers);
    }
    Iterator<String> next = completions.iterator();
    List<Double> marks = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      Question question = passage.questions().get(i);
      String answer = answer(answers.get(i));
      Optional<String> completion = judge.prompt(question, answer).map(prompt -> next.next());
      marks.add(judge.mark(question, answer, completion));
    }
    return new Score(marks);
  }

  /** What of a completion is marked. */
  private String answer(String completion) {
    if (!reasoning) {
      return completion;
    }
    int start = -1;
    for (Matcher mark = FINAL_ANSWER.matcher(completion); mark.find(); ) {
      start = mark.end();
    }
    if (start < 0) {
      return "";
    }
    return Markup.strip(LINE_BREAK.split(Markup.strip(completion.substring(start)), 2)[0]);
  }

  private void checkCount(Passage passage, List<String> answers) {
    int questions = passage.questions().size();
    if (answers.size() != questions) {
      throw new IllegalArgumentException(
          "passage \""
              + PassageText.name(passage)
              + "\" has "
              + questions
              + " questions, but there were "
              + answers.size()
              + " answers; give one per question, in their order");
    }
  }

  @Override
  public String toString() {
    return (reasoning ? "with reasoning, " : "")
        + "marked by "
        + (judge == null ? name(grader, "a custom grader") : name(judge, "a custom judge"));
  }

  // What an object without words of its own says is another text in each process, and these words
  // tell whether a recorded run may go on.
  private static String name(Object marker, String otherwise) {
    String words = marker.toString();
    return words.startsWith(marker.getClass().getName() + '@') ? otherwise : words;
  }
}
