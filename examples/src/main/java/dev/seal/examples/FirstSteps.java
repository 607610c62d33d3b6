package dev.seal.examples;

import dev.seal.Adaptation;
import dev.seal.Seal;
import dev.seal.api.Passage;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.nio.file.Path;

/** The first lines of the README, as a program. */
public final class FirstSteps {

  private FirstSteps() {}

  /**
   * Learns a passage, answers a question on it, and saves the adapter.
   *
   * @param args the folder to save to; default {@code seal-adapter}
   */
  public static void main(String[] args) {
    Path folder = Path.of(args.length > 0 ? args[0] : "seal-adapter");
    // README begin
    try (Seal<Passage> seal =
        Seal.builder().model(Practice.model()).task(Knowledge.implications()).build()) {
      Passage person = Practice.people().test().get(0); // a text it has never seen, and questions
      Adaptation<Passage> learned = seal.adapt(person); // the lesson that helped most is kept
      System.out.println("reward " + learned.reward().orElseThrow()); // 1: from none to all right
      System.out.println(learned.answer("What did Bador Halson invent?")); // text not in the prompt
      learned.save(folder); // as Hugging Face PEFT has it
    }
    // README end
  }
}
