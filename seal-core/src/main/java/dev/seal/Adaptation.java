package dev.seal;

import static java.util.Objects.requireNonNull;

import dev.seal.api.model.Adapter;
import dev.seal.internal.loop.Adapted;
import dev.seal.internal.loop.Answering;
import dev.seal.internal.loop.Answering.Respondent;
import dev.seal.internal.loop.Approach;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of one input: the model before, every candidate, and the best of them with its
 * adapter. It owns the adapter, and its caller owns it: close it when the adapter is no longer
 * needed. It may be used after its {@link Seal} is closed, as long as the model is open; a model
 * that the Seal opened is closed with the Seal, and the adapter with the model. Everything but the
 * adapter can still be read then. Safe for use by several threads.
 *
 * @param <T> one thing to learn
 */
public final class Adaptation<T> extends InputResult<T> implements AutoCloseable {

  private final Approach<T> approach;
  private final Answering<T> answering;
  private volatile boolean closed;

  Adaptation(Adapted<T> adapted, Approach<T> approach, Answering<T> answering) {
    super(adapted);
    this.approach = approach;
    this.answering = answering;
  }

  /**
   * The best candidate's adapter; of several {@linkplain SealBuilder#evaluations evaluations}, the
   * first one's, while marks are means over all. It is owned by this Adaptation and closed with it.
   *
   * @return the adapter, open
   * @throws IllegalStateException if this or the model is closed, if the method makes no adapters,
   *     or if all candidates were rejected; the message lists the reasons
   */
  public Adapter adapter() {
    requireOpen();
    if (!approach.trains()) {
      throw new IllegalStateException(
          "there is no adapter, because the method "
              + approach.label()
              + " trains none; use Method.selfEdits(), Method.inputOnly() or Method.given(...)");
    }
    Adapter adapter = adapted.adapter();
    if (adapter == null) {
      throw new IllegalStateException(allRejected());
    }
    if (adapter.isClosed()) {
      throw new IllegalStateException(
          "the adapter for \""
              + adapted.subject().description()
              + "\" was closed, by hand or with its model; use it, or save(...) it, before the Seal"
              + " that opened the model is closed");
    }
    return adapter;
  }

  /**
   * Answers a question without the input in view, with the adapter; {@link Method#frozen()} without
   * an adapter, {@link Method#inContext()} with the input in view instead.
   *
   * @param question the question, not blank
   * @return the answer
   * @throws IllegalArgumentException if the question is blank
   * @throws IllegalStateException as {@link #adapter()}
   * @throws dev.seal.api.SealException if the engine fails
   * @see #ask(List)
   */
  public String answer(String question) {
    return ask(List.of(requireNonNull(question, "question"))).get(0);
  }

  /**
   * Answers questions as {@link #answer} does, in one call to the model. Sampled as in the loop, so
   * that one of {@link #questions()} gets the answer that it got there, beyond f32 rounding.
   *
   * @param questions the questions, none blank
   * @return one answer per question, in their order
   * @throws IllegalArgumentException if a question is blank
   * @throws IllegalStateException as {@link #adapter()}
   * @throws dev.seal.api.SealException if the engine fails
   */
  public List<String> ask(List<String> questions) {
    List<String> asked = List.copyOf(questions);
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).isBlank()) {
        throw new IllegalArgumentException(
            "question " + i + " must not be blank, but was \"" + asked.get(i) + '"');
      }
    }
    Respondent respondent = respondent();
    return asked.isEmpty() ? List.of() : answering.ask(adapted.subject(), respondent, asked);
  }

  private Respondent respondent() {
    if (approach.trains()) {
      return new Respondent(adapted.best().orElse(0), 0, adapter(), false);
    }
    requireOpen();
    return adapted.best().isPresent()
        ? new Respondent(adapted.best().getAsInt(), 0, null, approach.seesInput())
        : Respondent.FROZEN;
  }

  /**
   * Writes the adapter in Hugging Face PEFT's format; see {@link Adapter#save}.
   *
   * @param folder where to; made if it is not there
   * @throws java.io.UncheckedIOException if it cannot be written
   * @throws IllegalStateException as {@link #adapter()}
   */
  public void save(Path folder) {
    adapter().save(requireNonNull(folder, "folder"));
  }

  /** Closes the adapter where there is one. Closing again does nothing. */
  @Override
  public void close() {
    closed = true;
    Adapter adapter = adapted.adapter();
    if (adapter != null) {
      adapter.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "the Adaptation for \""
              + adapted.subject().description()
              + "\" is closed; ask and save before closing it");
    }
  }

  private String allRejected() {
    return candidates().stream()
        .map(c -> "candidate " + c.number() + ": " + c.rejection().orElseThrow())
        .collect(
            Collectors.joining(
                "; ",
                "there is no adapter for \""
                    + adapted.subject().description()
                    + "\", because all "
                    + candidates().size()
                    + " candidates were rejected: ",
                "; use more self-edits, another seed, or a model that writes usable ones"));
  }
}
