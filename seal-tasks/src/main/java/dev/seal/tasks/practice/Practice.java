package dev.seal.tasks.practice;

import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.ModelRef;
import java.util.Map;

/**
 * The practice model and its world, embedded in this library so that all of SEAL runs, and really
 * learns, within seconds on a CPU and without a download.
 *
 * <p>The model is a Llama-architecture language model of 5 million parameters in bf16. It was
 * trained on short biographies of invented people and knows nothing else: it can read such a
 * biography, write a self-edit about it and answer questions on it. It is of no use for anything
 * else. Prompts must be those of {@link dev.seal.tasks.knowledge.Knowledge}, in the styles
 * implications, rewrite, self-qa and explain. The model comes with recommended settings ({@code
 * seal.json} beside its weights).
 *
 * <p>Safe for use by several threads. The passages are read on first use and kept.
 */
public final class Practice {

  private static final ModelRef MODEL = ModelRef.resource("dev/seal/tasks/practice/model");

  private Practice() {}

  /**
   * The practice model, a folder in Hugging Face layout on the class path.
   *
   * @return the reference {@code resource:dev/seal/tasks/practice/model}
   */
  public static ModelRef model() {
    return MODEL;
  }

  /**
   * The invented people.
   *
   * @return the people, the same object every time
   */
  public static People people() {
    return LazyPeople.PEOPLE;
  }

  /**
   * An edit by an outside author: five questions on the person with their right answers, one pair
   * per line, in words that match those of the person's own questions about one time in three. It
   * stands in for the edits by GPT-4.1 that the paper compares with.
   *
   * @param person one of the {@link People#train()} or {@link People#test()} people, found by the
   *     passage's title
   * @return the edit
   * @throws IllegalArgumentException if there is no edit for this person
   */
  public static SelfEdit given(Passage person) {
    Map<String, SelfEdit> edits = LazyEdits.EDITS;
    SelfEdit edit = edits.get(person.title());
    if (edit == null) {
      throw new IllegalArgumentException(
          "no given edit for \""
              + person.title()
              + "\"; pass one of Practice.people().train() or .test()");
    }
    return edit;
  }

  private static final class LazyPeople {
    static final People PEOPLE = PracticeFiles.people();
  }

  private static final class LazyEdits {
    static final Map<String, SelfEdit> EDITS = PracticeFiles.edits();
  }
}
