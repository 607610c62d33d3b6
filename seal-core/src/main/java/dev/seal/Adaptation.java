package dev.seal;

import static java.util.Objects.requireNonNull;

import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.event.Phase;
import dev.seal.api.model.Adapter;
import dev.seal.internal.loop.Adapted;
import dev.seal.internal.loop.Answering;
import dev.seal.internal.loop.Answering.Respondent;
import dev.seal.internal.loop.Approach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
public final class Adaptation<T> implements AutoCloseable {

  private final Adapted<T> adapted;
  private final List<Candidate> candidates;
  private final Approach<T> approach;
  private final Answering<T> answering;
  private volatile boolean closed;

  Adaptation(Adapted<T> adapted, Approach<T> approach, Answering<T> answering) {
    this.adapted = adapted;
    this.candidates = adapted.outcomes().stream().map(Candidate::new).toList();
    this.approach = approach;
    this.answering = answering;
  }

  /**
   * What was learned.
   *
   * @return the input
   */
  public T input() {
    return adapted.subject().input();
  }

  /**
   * The questions that were asked.
   *
   * @return an unmodifiable list, at least one
   */
  public List<Question> questions() {
    return adapted.subject().questions();
  }

  /**
   * The marks of the model as it is, without the input in view.
   *
   * @return the marks in the questions' order
   */
  public Score frozen() {
    return adapted.frozen();
  }

  /**
   * The answers of the model as it is.
   *
   * @return an unmodifiable list in the questions' order
   */
  public List<String> frozenAnswers() {
    return adapted.frozenAnswers();
  }

  /**
   * All candidates, rejected ones among them.
   *
   * @return an unmodifiable list in the order of their numbers; empty for {@link Method#frozen()}
   */
  public List<Candidate> candidates() {
    return candidates;
  }

  /**
   * The candidate with the highest reward; among equal ones the seed decides. It need not be better
   * than the model as it is: see {@link #reward()}.
   *
   * @return the candidate, or empty where all were rejected or there is none
   */
  public Optional<Candidate> best() {
    return adapted.best().isPresent()
        ? Optional.of(candidates.get(adapted.best().getAsInt()))
        : Optional.empty();
  }

  /**
   * The reward of {@link #best()}.
   *
   * @return a finite number, or empty where there is no best candidate
   */
  public OptionalDouble reward() {
    return best().map(Candidate::reward).orElseGet(OptionalDouble::empty);
  }

  /**
   * What the method reaches on this input: the mean, over the candidates, of their mean marks. A
   * rejected candidate counts with the frozen model's mean mark, as someone without its adapter
   * would use that. Without candidates it is the frozen model's mean mark.
   *
   * @return a number from 0 to 1
   */
  public double accuracy() {
    double frozen = frozen().mean();
    return candidates.stream()
        .mapToDouble(candidate -> candidate.score().map(Score::mean).orElse(frozen))
        .average()
        .orElse(frozen);
  }

  /**
   * How many candidates were rejected, for an unusable self-edit or for training that failed.
   *
   * @return 0 or more
   */
  public int rejected() {
    return (int) candidates.stream().filter(c -> c.rejection().isPresent()).count();
  }

  /**
   * The best candidate's adapter. It is owned by this Adaptation and closed with it.
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
      return new Respondent(adapted.best().orElse(0), adapter(), false);
    }
    requireOpen();
    return adapted.best().isPresent()
        ? new Respondent(adapted.best().getAsInt(), null, approach.seesInput())
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

  /**
   * How long each phase took. Inputs that were adapted together share their batches, so this is the
   * time of all of them together, the same in each of their Adaptations; do not add it up over
   * them.
   *
   * @return an unmodifiable map; a phase that the method skips has no entry
   */
  public Map<Phase, Duration> times() {
    return adapted.times();
  }

  /**
   * Tokens that went through the model in training this input's candidates, counted once a visit,
   * without padding.
   *
   * @return 0 or more
   */
  public long trainedTokens() {
    return candidates.stream().mapToLong(Candidate::trainedTokens).sum();
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

  @Override
  public String toString() {
    return adapted.subject().description()
        + ": frozen "
        + frozen().mean()
        + ", "
        + best().map(Candidate::toString).orElse("no best candidate")
        + ", "
        + rejected()
        + " of "
        + candidates.size()
        + " rejected";
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
    return candidates.stream()
        .map(c -> "candidate " + c.number() + ": " + c.rejection().orElseThrow())
        .collect(
            Collectors.joining(
                "; ",
                "there is no adapter for \""
                    + adapted.subject().description()
                    + "\", because all "
                    + candidates.size()
                    + " candidates were rejected: ",
                "; use more self-edits, another seed, or a model that writes usable ones"));
  }
}
