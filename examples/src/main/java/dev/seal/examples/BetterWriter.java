package dev.seal.examples;

import dev.seal.Evaluation;
import dev.seal.Improvement;
import dev.seal.RunFolder;
import dev.seal.Seal;
import dev.seal.api.Passage;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.nio.file.Path;
import java.util.List;

/** The README's lines on the outer loop, as a program. */
public final class BetterWriter {

  private BetterWriter() {}

  /**
   * Teaches the practice model to write better self-edits, and measures it before and after.
   *
   * @param args the folder to write to, default {@code better-writer}; then how many people to
   *     learn from, default 100; then how many to measure on, default 64
   */
  public static void main(String[] args) {
    Path out = Path.of(args.length > 0 ? args[0] : "better-writer");
    List<Passage> people =
        Practice.people().train().subList(0, args.length > 1 ? Integer.parseInt(args[1]) : 100);
    List<Passage> others =
        Practice.people().test().subList(0, args.length > 2 ? Integer.parseInt(args[2]) : 64);
    // README begin
    try (RunFolder folder = RunFolder.open(out);
        Seal<Passage> seal =
            Seal.builder()
                .model(Practice.model())
                .task(Knowledge.implications())
                .folder(folder, "people") // stopped and started again, it goes on where it was
                .build()) {
      Evaluation<Passage> before = seal.evaluate(others);
      Improvement<Passage> run = seal.improve(people); // two rounds of 50 people, five edits each
      Evaluation<Passage> after = seal.evaluate(others); // now with the better writer
      System.out.println(before.accuracy() + " %, then " + after.accuracy() + " %");
      System.out.println("by " + after.against(before) + " points"); // paired, 95 % interval
      run.report().save(out.resolve("report.html"));
      seal.model().save(out.resolve("model")); // a Hugging Face folder
    }
    // README end
  }
}
