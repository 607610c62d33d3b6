package dev.seal.internal.loop;

import com.google.common.collect.Lists;
import dev.seal.api.event.RunProgress;
import dev.seal.api.event.SealListener;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Works through many inputs, a group at a time, and says how far it is. */
public final class Groups {

  private final SealListener listener;
  private final int inputsAtOnce;
  private final int trialsPerInput;

  /**
   * @param trialsPerInput how many trials an input is counted as, where it does not bring its own
   *     lessons
   */
  public Groups(SealListener listener, int inputsAtOnce, int trialsPerInput) {
    this.listener = listener;
    this.inputsAtOnce = inputsAtOnce;
    this.trialsPerInput = trialsPerInput;
  }

  /**
   * Works on all groups.
   *
   * @param loop what works on a group
   * @param phases the log; each group gets a part of it
   * @param words what is done, for progress
   */
  public <T> List<Adapted<T>> run(
      InnerLoop<T> loop, List<Subject<T>> subjects, PhaseLog phases, String words) {
    List<Adapted<T>> all = new ArrayList<>();
    tell(words, all, subjects);
    for (List<Subject<T>> group : Lists.partition(subjects, inputsAtOnce)) {
      all.addAll(loop.run(group, phases.part(name(all.size())), false));
      tell(words, all, subjects);
    }
    return all;
  }

  /** As {@link #run}, for other work than the inner loop's; without progress. */
  public <T, R> List<R> each(List<Subject<T>> subjects, PhaseLog phases, Work<T, R> work) {
    List<R> all = new ArrayList<>();
    for (List<Subject<T>> group : Lists.partition(subjects, inputsAtOnce)) {
      all.addAll(work.run(group, phases.part(name(all.size()))));
    }
    return all;
  }

  /** Work on a group, with a result for each of its inputs. */
  @FunctionalInterface
  public interface Work<T, R> {
    List<R> run(List<Subject<T>> group, PhaseLog phases);
  }

  private String name(int done) {
    return "group-" + (done / inputsAtOnce + 1);
  }

  /** Says how far other work is. */
  public void tell(String words, long done, long total) {
    listener.runProgressed(new RunProgress(words, done, total, OptionalDouble.empty()));
  }

  private <T> void tell(String words, List<Adapted<T>> done, List<Subject<T>> subjects) {
    OptionalDouble reward =
        done.stream()
            .flatMap(adapted -> adapted.outcomes().stream())
            .map(Outcome::reward)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .average();
    listener.runProgressed(
        new RunProgress(
            words, trials(done, Adapted::subject), trials(subjects, subject -> subject), reward));
  }

  private <E> long trials(List<E> elements, Function<E, Subject<?>> subject) {
    return elements.stream()
        .mapToLong(element -> Math.max(trialsPerInput, subject.apply(element).givenEdits().size()))
        .sum();
  }
}
