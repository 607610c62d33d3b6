package dev.seal;

import static java.util.Objects.requireNonNull;

import dev.seal.api.Score;
import dev.seal.api.event.Phase;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.TrainingStep;
import dev.seal.internal.loop.Answering;
import dev.seal.internal.loop.Answering.Respondent;
import dev.seal.internal.loop.JointLoop.Joint;
import dev.seal.internal.loop.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One adapter that learned many inputs (paper, section 4, "continued pretraining"). It owns the
 * adapter, and its caller owns it: close it when the adapter is no longer needed. Safe for use by
 * several threads.
 *
 * @param <T> one thing to learn
 */
public final class JointAdaptation<T> implements AutoCloseable {

  private final List<T> inputs;
  private final Joint<T> joint;
  private final Answering<T> answering;
  private final Map<Phase, Duration> times;

  /**
   * @param inputs as they were given, perhaps without questions
   */
  JointAdaptation(
      List<T> inputs, Joint<T> joint, Answering<T> answering, Map<Phase, Duration> times) {
    this.inputs = List.copyOf(inputs);
    this.joint = joint;
    this.answering = answering;
    this.times = times;
  }

  /**
   * What was learned.
   *
   * @return an unmodifiable list in the order in which it was given
   */
  public List<T> inputs() {
    return inputs;
  }

  /**
   * The marks of the model as it is.
   *
   * @return an unmodifiable list with the marks of each input
   */
  public List<Score> frozen() {
    return joint.frozen();
  }

  /**
   * The marks with the adapter.
   *
   * @return an unmodifiable list with the marks of each input
   */
  public List<Score> scores() {
    return joint.adapted();
  }

  /**
   * The share of all questions of all inputs, in one pool, that the adapter gets right: the mean
   * mark, as the paper counts here.
   *
   * @return the estimate, over questions; its standard error takes them as independent, though
   *     those of one input are not quite
   */
  public Estimate accuracy() {
    return pooled(joint.adapted());
  }

  /**
   * The same for the model as it is.
   *
   * @return the estimate, over questions
   */
  public Estimate frozenAccuracy() {
    return pooled(joint.frozen());
  }

  private static Estimate pooled(List<Score> scores) {
    return Estimate.of(scores.stream().flatMap(score -> score.marks().stream()).toList());
  }

  /**
   * The adapter, owned by this and closed with it.
   *
   * @return the adapter
   */
  public Adapter adapter() {
    return joint.adapter();
  }

  /**
   * Answers a question on one of the inputs, without it in view.
   *
   * @param input one of {@link #inputs()}
   * @param question the question, not blank
   * @return the answer
   * @throws IllegalArgumentException if the input is another one, or the question is blank
   * @throws IllegalStateException if the adapter or the model is closed
   * @throws dev.seal.api.SealException if the engine fails
   */
  public String answer(T input, String question) {
    if (question.isBlank()) {
      throw new IllegalArgumentException("the question must not be blank");
    }
    int place = inputs.indexOf(requireNonNull(input, "input"));
    if (place < 0) {
      throw new IllegalArgumentException(
          "this adapter did not learn the input that was asked about; ask about one of its"
              + " inputs(), such as \""
              + joint.subjects().get(0).description()
              + '"');
    }
    Subject<T> subject = joint.subjects().get(place);
    return answering
        .ask(subject, new Respondent(0, 0, joint.adapter(), false), List.of(question))
        .get(0);
  }

  /**
   * How many documents it was trained on.
   *
   * @return 1 or more
   */
  public int documents() {
    return joint.documents();
  }

  /**
   * Why self-edits could not be used; the others were trained on.
   *
   * @return an unmodifiable list with a reason for each that was rejected
   */
  public List<String> rejections() {
    return joint.rejections();
  }

  /**
   * What each optimizer step saw.
   *
   * @return an unmodifiable list
   */
  public List<TrainingStep> steps() {
    return joint.tuned().steps();
  }

  /**
   * Tokens that it was trained on, counted once a visit, without padding.
   *
   * @return 1 or more
   */
  public long trainedTokens() {
    return joint.tuned().tokens();
  }

  /**
   * How long each phase took.
   *
   * @return an unmodifiable map
   */
  public Map<Phase, Duration> times() {
    return times;
  }

  /** Closes the adapter. Closing again does nothing. */
  @Override
  public void close() {
    joint.adapter().close();
  }
}
