package dev.seal;

import static dev.seal.WordTask.passage;

import dev.seal.api.EngineException;
import dev.seal.api.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that improves a model, evaluates it and trains one adapter, and writes down all that
 * came out of it.
 */
final class LoopRun {

  static final List<Passage> PASSAGES =
      List.of(
          passage("red green", "red", "green"),
          passage("blue red"),
          passage("w", "red", "x"),
          passage("green blue x", "green", "blue"));

  final ScriptedModel model =
      new ScriptedModel("red~ green", "green x", "red~", "", "blue~", "NaN");
  private UnaryOperator<SealBuilder<Passage>> settings = builder -> builder;
  private boolean triesAgain;

  /** Fails at the call to a model of this number, from 1, and at none of those behind it. */
  LoopRun stoppedAt(int call) {
    model.during.put(
        "any",
        () -> {
          if (model.calls.size() == call) {
            throw new EngineException("stopped");
          }
        });
    return this;
  }

  /** Does a call that failed once more, in the same process. */
  LoopRun tryingAgain() {
    triesAgain = true;
    return this;
  }

  LoopRun with(UnaryOperator<SealBuilder<Passage>> settings) {
    this.settings = settings;
    return this;
  }

  Seal<Passage> seal(@Nullable RunFolder folder) {
    SealBuilder<Passage> builder =
        Seal.builder()
            .model(model)
            .task(new QuestionTask())
            .rounds(2)
            .evaluations(2)
            .selfEdits(3)
            .inputsAtOnce(2)
            .seed(4);
    if (folder != null) {
      builder.folder(folder, "own");
    }
    return settings.apply(builder).build();
  }

  /** All that came out, in words. */
  List<String> run(@Nullable RunFolder folder) {
    try (Seal<Passage> seal = seal(folder)) {
      List<String> all = new ArrayList<>();
      call(() -> seal.improve(PASSAGES)).rounds().forEach(round -> all.addAll(words(round)));
      all.addAll(words(call(() -> seal.evaluate(PASSAGES))));
      try (JointAdaptation<Passage> joint = call(() -> seal.adaptAll(PASSAGES))) {
        all.add(joint.inputs() + " " + joint.frozen() + joint.scores() + joint.rejections());
        all.add(joint.documents() + " " + joint.steps() + joint.trainedTokens());
        all.add(((FakeAdapter) joint.adapter()).texts.toString());
        all.add(call(() -> joint.answer(joint.inputs().get(0), "red?")));
      }
      all.add(seal.model().info().toString());
      return all;
    }
  }

  private <R> R call(Supplier<R> work) {
    try {
      return work.get();
    } catch (EngineException stopped) {
      if (!triesAgain) {
        throw stopped;
      }
      return work.get();
    }
  }

  private static List<String> words(Round<Passage> round) {
    List<String> all = new ArrayList<>(words(round.trials()));
    all.add(round.number() + " " + round.chosen());
    all.add(round.fineTuning() + " " + round.fineTunedTokens() + ' ' + round.adapter());
    all.add(round.fingerprint());
    return all;
  }

  private static List<String> words(Evaluation<Passage> evaluation) {
    return Stream.concat(
            Stream.of(Map.of("left out", evaluation.withoutQuestions())),
            evaluation.results().stream()
                .map(
                    result ->
                        List.of(
                            result.input(),
                            result.frozen(),
                            result.frozenAnswers(),
                            result.adapted.best(),
                            result.adapted.outcomes())))
        .map(Object::toString)
        .toList();
  }
}
