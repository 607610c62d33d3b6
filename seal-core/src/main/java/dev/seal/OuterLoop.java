package dev.seal;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.seal.Round.Chosen;
import dev.seal.api.event.Phase;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.task.QuestionWriting;
import dev.seal.internal.journal.Steps;
import dev.seal.internal.loop.Adapted;
import dev.seal.internal.loop.Answering;
import dev.seal.internal.loop.Cancellation;
import dev.seal.internal.loop.Closing;
import dev.seal.internal.loop.FineTuning;
import dev.seal.internal.loop.FineTuning.FineTuned;
import dev.seal.internal.loop.Groups;
import dev.seal.internal.loop.InnerLoop;
import dev.seal.internal.loop.JointLoop;
import dev.seal.internal.loop.LoopSettings;
import dev.seal.internal.loop.OwnQuestions;
import dev.seal.internal.loop.PhaseLog;
import dev.seal.internal.loop.Roles;
import dev.seal.internal.loop.Seeds;
import dev.seal.internal.loop.Subject;
import dev.seal.internal.loop.Window;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a Seal on many inputs, whose steps are recorded under one path: an evaluation, the
 * outer loop, or one adapter for all.
 */
final class OuterLoop<T> {

  private final Parts<T> parts;
  private final LanguageModel base;
  private final Steps steps;
  private final String path;
  private final Cancellation cancellation;
  private final Seeds seeds;

  OuterLoop(
      Parts<T> parts, LanguageModel base, Steps steps, String path, Cancellation cancellation) {
    this.parts = parts;
    this.base = base;
    this.steps = steps;
    this.path = path;
    this.cancellation = cancellation;
    this.seeds = new Seeds(parts.settings().seed());
  }

  /** The inputs, checked before any work is done for them. */
  List<Subject<T>> subjects(List<T> inputs, LanguageModel model) {
    List<Subject<T>> subjects =
        inputs.stream().map(input -> Subject.of(parts.task(), parts.approach(), input)).toList();
    if (parts.measures() && !(parts.task() instanceof QuestionWriting)) {
      subjects.forEach(Subject::requireQuestions);
    }
    if (parts.approach().trains() || parts.approach().seesInput()) {
      Window.requireRoom(subjects, model);
    }
    if (parts.measures()) {
      Window.requireRoom(subjects, answering(model), parts.approach().seesInput(), model);
    }
    return subjects;
  }

  private Answering<T> answering(LanguageModel model) {
    return new Answering<>(model, parts.task(), parts.settings().answerSampling(), seeds);
  }

  /** Says with what this call's steps are done. */
  void claim(LanguageModel model, List<Subject<T>> subjects, Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>(parts.settings().byName());
    settings.putAll(more);
    ModelInfo info = model.info();
    settings.put("task", name(parts.task()));
    settings.put("model", name(model));
    Roles roles = parts.roles(model, base);
    Map.of("author", roles.author(), "judge", roles.judge(), "rater", roles.rater())
        .forEach(
            (role, other) -> {
              if (other != model) {
                settings.put(role, name(other));
              }
            });
    settings.put("device", info.device() + " in " + info.precision() + ", " + info.nativeLibrary());
    settings.put("inputs", subjects.size() + ", SHA-256 " + digest(subjects));
    steps.claim(path, settings);
  }

  private static String name(LanguageModel model) {
    return model.info().name() + ", fingerprint " + model.info().fingerprint();
  }

  // An object without a name of its own is known by its class, as its identity changes.
  private static String name(Object task) {
    String text = task.toString();
    return text.startsWith(task.getClass().getName() + '@') ? task.getClass().getName() : text;
  }

  private static String digest(List<? extends Subject<?>> subjects) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Subject<?> subject : subjects) {
      hasher.putLong(subject.key());
      hasher.putUnencodedChars(subject.questions() + "\n" + subject.givenEdits() + "\n");
    }
    return hasher.hash().toString();
  }

  Evaluation<T> evaluate(LanguageModel model, List<Subject<T>> subjects) {
    PhaseLog phases = new PhaseLog(parts.listener(), cancellation, steps, path);
    return evaluate(
        model, subjects, parts.settings().forUse(), seeds, phases, parts.approach().label());
  }

  private Evaluation<T> evaluate(
      LanguageModel model,
      List<Subject<T>> subjects,
      LoopSettings settings,
      Seeds seeds,
      PhaseLog phases,
      String words) {
    Roles roles = parts.roles(model, base);
    List<T> left = new ArrayList<>();
    List<Subject<T>> asked = new ArrayList<>();
    for (Subject<T> subject : questioned(roles, settings, subjects, seeds, phases)) {
      if (parts.measures() && subject.questions().isEmpty()) {
        left.add(subject.input());
      } else {
        asked.add(subject);
      }
    }
    InnerLoop<T> loop =
        new InnerLoop<>(
            roles,
            parts.task(),
            parts.approach(),
            parts.scoring(),
            settings,
            seeds,
            parts.listener());
    List<Adapted<T>> adapted = groups(settings).run(loop, asked, phases, words);
    return new Evaluation<>(adapted, left, phases.times());
  }

  /** The same inputs, with questions by the model where there were none and some could be kept. */
  List<Subject<T>> questioned(
      Roles roles, LoopSettings settings, List<Subject<T>> subjects, Seeds seeds, PhaseLog phases) {
    List<Subject<T>> without =
        subjects.stream().filter(subject -> subject.questions().isEmpty()).toList();
    if (without.isEmpty()
        || !parts.measures()
        || !(parts.task() instanceof QuestionWriting<T> task)) {
      return subjects;
    }
    OwnQuestions<T> own = new OwnQuestions<>(roles, task, settings, seeds, parts.listener());
    Iterator<OwnQuestions.Found<T>> found =
        groups(settings).each(without, phases.part("questions"), own::run).iterator();
    return subjects.stream()
        .map(subject -> subject.questions().isEmpty() ? found.next().subject() : subject)
        .toList();
  }

  private Groups groups(LoopSettings settings) {
    return new Groups(
        parts.listener(),
        parts.settings().inputsAtOnce(),
        parts.approach().writes() ? settings.selfEdits() : 1);
  }

  /** What the outer loop leaves: the last model is the caller's unless it is the first. */
  record Improved<T>(List<Round<T>> rounds, LanguageModel model) {}

  Improved<T> improve(LanguageModel first, List<Subject<T>> subjects) {
    SealSettings settings = parts.settings();
    int size = settings.inputsPerRound().orElse(roundSize(subjects.size()));
    List<Round<T>> rounds = new ArrayList<>();
    LanguageModel model = first;
    try {
      for (int round = 1; round <= settings.rounds(); round++) {
        int from = settings.sameInputsEachRound() ? 0 : (round - 1) * size;
        LanguageModel before = model;
        model = round(before, round, subjects.subList(from, from + size), rounds);
        if (before != first && before != model) {
          before.close();
        }
      }
      return new Improved<>(List.copyOf(rounds), model);
    } catch (RuntimeException | Error failure) {
      if (model != first) {
        Closing.afterFailure(model, failure);
      }
      throw failure;
    }
  }

  // What is left over where the rounds do not divide them is not used.
  private int roundSize(int inputs) {
    SealSettings settings = parts.settings();
    return settings.sameInputsEachRound() ? inputs : inputs / settings.rounds();
  }

  /**
   * Refuses too few inputs for all rounds.
   *
   * @throws IllegalArgumentException if there are not enough
   */
  void requireEnough(int inputs) {
    SealSettings settings = parts.settings();
    int each = settings.inputsPerRound().orElse(Math.max(1, roundSize(inputs)));
    long needed = (long) each * (settings.sameInputsEachRound() ? 1 : settings.rounds());
    if (needed > inputs) {
      throw new IllegalArgumentException(
          settings.rounds()
              + " rounds of "
              + each
              + (settings.sameInputsEachRound() ? " same" : " different")
              + " inputs need "
              + needed
              + ", but there are "
              + inputs
              + "; give more inputs, or set rounds(...), inputsPerRound(...) or"
              + " sameInputsEachRound()");
    }
  }

  private LanguageModel round(
      LanguageModel model, int number, List<Subject<T>> subjects, List<Round<T>> rounds) {
    SealSettings settings = parts.settings();
    PhaseLog phases =
        new PhaseLog(parts.listener(), cancellation, steps, path + "/round-" + number);
    Evaluation<T> trials =
        evaluate(
            model,
            subjects,
            settings.forRounds(),
            seeds.round(number),
            phases,
            "round " + number + " of " + settings.rounds());
    List<Chosen<T>> chosen = chosen(trials);
    if (chosen.isEmpty()) {
      rounds.add(
          new Round<>(
              number,
              trials,
              chosen,
              List.of(),
              0,
              Optional.empty(),
              model.info().fingerprint(),
              phases.times()));
      return model;
    }
    List<TrainingDocument> documents =
        chosen.stream()
            .map(
                choice ->
                    TrainingDocument.completion(
                        parts.task().prompt(choice.input()), choice.edit().text()))
            .toList();
    FineTuning fineTuning = new FineTuning(model, steps);
    FineTuned tuned =
        fineTuning.run(
            Phase.FINE_TUNE, documents, settings.fineTuning(), seeds.fineTune(number), phases);
    LanguageModel merged = fineTuning.merge(tuned, phases);
    rounds.add(
        new Round<>(
            number,
            trials,
            chosen,
            tuned.steps(),
            tuned.tokens(),
            Optional.of(tuned.adapter()),
            merged.info().fingerprint(),
            phases.times()));
    return merged;
  }

  private List<Chosen<T>> chosen(Evaluation<T> trials) {
    List<Chosen<T>> chosen = new ArrayList<>();
    for (InputResult<T> result : trials.results()) {
      for (Candidate candidate : Choosing.from(result, parts.settings().selection())) {
        candidate
            .edit()
            .ifPresent(
                edit ->
                    chosen.add(
                        new Chosen<>(result.input(), edit, candidate.reward().orElseThrow())));
      }
    }
    return chosen;
  }

  JointAdaptation<T> adaptAll(LanguageModel model, List<Subject<T>> subjects) {
    Roles roles = parts.roles(model, base);
    LoopSettings settings = parts.settings().forUse();
    PhaseLog phases = new PhaseLog(parts.listener(), cancellation, steps, path);
    List<Subject<T>> asked = questioned(roles, settings, subjects, seeds, phases);
    asked.forEach(Subject::requireQuestions);
    JointLoop<T> loop =
        new JointLoop<>(
            roles,
            parts.task(),
            parts.approach(),
            new FineTuning(model, steps),
            parts.settings().joint(),
            settings,
            seeds,
            groups(settings),
            parts.listener());
    JointLoop.Joint<T> joint = loop.run(asked, phases);
    return new JointAdaptation<>(
        subjects.stream().map(Subject::input).toList(), joint, loop.answering(), phases.times());
  }
}
