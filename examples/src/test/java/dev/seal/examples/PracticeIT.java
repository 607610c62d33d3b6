package dev.seal.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.Adaptation;
import dev.seal.Candidate;
import dev.seal.Method;
import dev.seal.Seal;
import dev.seal.SealBuilder;
import dev.seal.api.InputTooLongException;
import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.TrainingStep;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cycle, the engine and the task together, on the embedded model. */
class PracticeIT {

  private static final List<Passage> PEOPLE = Practice.people().test().subList(0, 4);

  private static LanguageModel model;

  private int arraysBefore;

  @BeforeAll
  static void open() {
    model = new LoraEngine().open(Practice.model());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @BeforeEach
  void countArrays() {
    arraysBefore = model.liveArrays();
  }

  /** Whatever a test did, it must have left nothing in native memory. */
  @AfterEach
  void nothingIsLeft() {
    assertThat(model.liveArrays()).isEqualTo(arraysBefore);
  }

  private static SealBuilder<Passage> seal() {
    return Seal.builder().model(model).task(Knowledge.implications());
  }

  private static SealBuilder<Passage> given() {
    return seal().method(Method.given(person -> List.of(Practice.given(person))));
  }

  private static double[] losses(Candidate candidate) {
    return candidate.steps().stream().mapToDouble(TrainingStep::loss).toArray();
  }

  @Test
  void the_model_knows_next_to_nothing_of_people_it_has_never_seen() {
    try (Seal<Passage> seal = seal().method(Method.frozen()).inputsAtOnce(32).build()) {
      double mean =
          seal.adaptEach(Practice.people().test().subList(0, 32)).stream()
              .mapToDouble(Adaptation::accuracy)
              .average()
              .orElseThrow();

      assertThat(mean).isBetween(0.0, 0.12);
    }
  }

  @Test
  void its_own_self_edits_teach_it_people() {
    try (Seal<Passage> seal = seal().seed(1).build()) {
      List<Adaptation<Passage>> all = seal.adaptEach(PEOPLE);
      double before = all.stream().mapToDouble(a -> a.frozen().mean()).average().orElseThrow();
      double after = all.stream().mapToDouble(Adaptation::accuracy).average().orElseThrow();

      assertThat(after).isGreaterThan(before + 0.3);
      assertThat(all)
          .allSatisfy(
              adaptation -> {
                assertThat(adaptation.candidates()).hasSize(5);
                assertThat(adaptation.best()).isPresent();
                assertThat(adaptation.times())
                    .containsOnlyKeys(Phase.WRITE, Phase.TRAIN, Phase.ANSWER, Phase.GRADE);
                assertThat(adaptation.trainedTokens()).isPositive();
                double[] losses = losses(adaptation.best().orElseThrow());
                assertThat(losses[losses.length - 1]).isLessThan(losses[0] / 2);
              });
      // Of the five adapters of each person only the best one's array is held.
      assertThat(model.liveArrays()).isEqualTo(arraysBefore + all.size() * arraysOfAnAdapter());
      all.forEach(Adaptation::close);
    }
  }

  private static int arraysOfAnAdapter() {
    try (Seal<Passage> seal = given().build()) {
      int before = model.liveArrays();
      try (Adaptation<Passage> one = seal.adapt(PEOPLE.get(0))) {
        assertThat(one.best()).isPresent();
        int arrays = model.liveArrays() - before;
        // Or else the counts that the tests compare would say nothing.
        assertThat(arrays).isPositive();
        return arrays;
      }
    }
  }

  @Test
  void the_same_seed_gives_the_same_bits(@TempDir Path folder) throws IOException {
    try (Seal<Passage> seal = seal().selfEdits(2).seed(3).build();
        Adaptation<Passage> first = seal.adapt(PEOPLE.get(0));
        Adaptation<Passage> second = seal.adapt(PEOPLE.get(0))) {
      for (int i = 0; i < 2; i++) {
        Candidate one = first.candidates().get(i);
        Candidate other = second.candidates().get(i);
        assertThat(other.edit()).isEqualTo(one.edit());
        assertThat(other.steps()).isEqualTo(one.steps());
        assertThat(other.answers()).isEqualTo(one.answers());
      }
      first.save(folder.resolve("first"));
      second.save(folder.resolve("second"));
      assertThat(Files.mismatch(weights(folder, "first"), weights(folder, "second"))).isEqualTo(-1);
    }
  }

  private static Path weights(Path folder, String name) {
    return folder.resolve(name).resolve("adapter_model.safetensors");
  }

  @Test
  void another_seed_gives_other_self_edits() {
    try (Seal<Passage> one = seal().selfEdits(1).seed(1).build();
        Seal<Passage> other = seal().selfEdits(1).seed(2).build();
        Adaptation<Passage> first = one.adapt(PEOPLE.get(0));
        Adaptation<Passage> second = other.adapt(PEOPLE.get(0))) {
      assertThat(first.candidates().get(0).edit()).isNotEqualTo(second.candidates().get(0).edit());
    }
  }

  @Test
  void alone_or_in_company_makes_no_difference() {
    try (Seal<Passage> seal = given().build()) {
      List<Adaptation<Passage>> together = seal.adaptEach(PEOPLE);
      for (int i = 0; i < PEOPLE.size(); i++) {
        try (Adaptation<Passage> alone = seal.adapt(PEOPLE.get(i))) {
          Candidate expected = alone.candidates().get(0);
          Candidate actual = together.get(i).candidates().get(0);
          assertThat(losses(actual)).containsExactly(losses(expected), within(1e-4));
          assertThat(actual.answers()).isEqualTo(expected.answers());
        }
      }
      together.forEach(Adaptation::close);
    }
  }

  @Test
  void a_saved_adapter_answers_the_same_when_loaded(@TempDir Path folder) {
    Knowledge task = Knowledge.implications();
    Passage person = PEOPLE.get(1);
    try (Seal<Passage> seal = given().build();
        Adaptation<Passage> learned = seal.adapt(person)) {
      learned.save(folder);
      List<String> questions = person.questions().stream().map(Question::text).toList();
      try (Adapter loaded = model.load(folder)) {
        List<String> answers =
            model
                .generate(
                    questions.stream()
                        .map(
                            question ->
                                new GenerationRequest(
                                    task.ask(person, question),
                                    seal.settings().answerSampling(),
                                    0,
                                    loaded))
                        .toList())
                .stream()
                .map(Completion::text)
                .toList();

        assertThat(answers).isEqualTo(learned.ask(questions));
        assertThat(answers).isEqualTo(learned.best().orElseThrow().answers());
        assertThat(loaded.spec()).isEqualTo(learned.adapter().spec());
      }
    }
  }

  @Test
  void the_methods_see_what_they_should() {
    Passage person = PEOPLE.get(2);
    try (Seal<Passage> inContext = seal().method(Method.inContext()).build();
        Seal<Passage> inputOnly = seal().method(Method.inputOnly()).build();
        Adaptation<Passage> seen = inContext.adapt(person);
        Adaptation<Passage> read = inputOnly.adapt(person)) {
      assertThat(seen.accuracy()).isEqualTo(1);
      assertThat(seen.trainedTokens()).isZero();
      assertThat(read.candidates()).hasSize(1);
      assertThat(read.candidates().get(0).documents()).hasSize(1);
      assertThat(read.trainedTokens()).isPositive();
      assertThatThrownBy(seen::adapter)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("trains none");
    }
  }

  @Test
  void training_that_blows_up_rejects_its_candidates_and_is_no_score() {
    TrainingSpec explosive = TrainingSpec.builder().learningRate(1e30).build();
    try (Seal<Passage> seal = seal().selfEdits(2).training(explosive).build();
        Adaptation<Passage> adaptation = seal.adapt(PEOPLE.get(0))) {
      assertThat(adaptation.rejected()).isEqualTo(2);
      assertThat(adaptation.best()).isEmpty();
      assertThat(adaptation.reward()).isEmpty();
      assertThat(adaptation.accuracy()).isEqualTo(adaptation.frozen().mean());
      assertThat(adaptation.candidates())
          .allSatisfy(
              candidate -> {
                assertThat(candidate.score()).isEmpty();
                assertThat(candidate.rejection().orElseThrow())
                    .contains("training failed at step", "lower the learning rate");
              });
      assertThatThrownBy(adaptation::adapter).hasMessageContaining("rejected");
    }
  }

  @Test
  void a_passage_longer_than_the_window_is_refused() {
    Passage endless =
        new Passage(
            "Endless",
            "Bador Halson worked as a weaver. ".repeat(300),
            List.of(new Question("Who?", "Bador")));
    try (Seal<Passage> seal = seal().build()) {
      assertThatThrownBy(() -> seal.adapt(endless))
          .isInstanceOf(InputTooLongException.class)
          .hasMessageContaining("1024");
    }
  }

  @Test
  void cancelling_from_a_listener_leaves_nothing_behind() {
    AtomicReference<Seal<Passage>> running = new AtomicReference<>();
    SealListener impatient =
        new SealListener() {
          @Override
          public void phaseProgress(PhaseProgress event) {
            if (event.phase() == Phase.TRAIN && event.done() > 3) {
              running.get().cancel();
            }
          }
        };
    try (Seal<Passage> seal = given().listener(impatient).build()) {
      running.set(seal);
      assertThatThrownBy(() -> seal.adaptEach(PEOPLE)).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void a_listener_that_throws_leaves_nothing_behind() {
    SealListener broken =
        new SealListener() {
          @Override
          public void phaseProgress(PhaseProgress event) {
            if (event.phase() == Phase.ANSWER) {
              throw new IllegalStateException("no more paper");
            }
          }
        };
    try (Seal<Passage> seal = given().listener(broken).build()) {
      assertThatThrownBy(() -> seal.adapt(PEOPLE.get(0))).hasMessage("no more paper");
    }
  }

  @Test
  void a_closed_adaptation_can_be_read_but_not_asked() {
    try (Seal<Passage> seal = given().build()) {
      Adaptation<Passage> adaptation = seal.adapt(PEOPLE.get(0));
      Adapter adapter = adaptation.adapter();
      adaptation.close();

      assertThat(adapter.isClosed()).isTrue();
      assertThat(adaptation.best().flatMap(Candidate::score).map(Score::mean)).isPresent();
      assertThatThrownBy(() -> adaptation.answer("Who?")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(
              () ->
                  model.generate(
                      List.of(
                          new GenerationRequest(
                              Knowledge.implications().ask(PEOPLE.get(0), "Who?"),
                              PaperDefaults.ANSWER,
                              0,
                              adapter))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void a_model_opened_by_a_seal_is_closed_with_it() {
    Seal<Passage> seal =
        Seal.builder()
            .model(Practice.model())
            .task(Knowledge.implications())
            .method(Method.given(person -> List.of(Practice.given(person))))
            .build();
    LanguageModel own = seal.model();
    Adaptation<Passage> adaptation = seal.adapt(PEOPLE.get(0));
    seal.close();

    assertThatThrownBy(own::liveArrays).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(adaptation::adapter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> seal.adapt(PEOPLE.get(0))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void the_recommended_settings_are_used() {
    try (Seal<Passage> seal = seal().build()) {
      assertThat(seal.settings().lora().rank()).isEqualTo(16);
      assertThat(seal.settings().lora().targetModules()).hasSize(7);
      assertThat(seal.settings().training().learningRate()).isEqualTo(3e-3);
      assertThat(seal.settings().describe()).contains("(model)");
      assertThat(seal.settings().selfEdits()).hasValue(5);
    }
  }
}
