package dev.seal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.Adaptation;
import dev.seal.Method;
import dev.seal.Seal;
import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded model after it learned, was merged, saved and opened again. */
class SavedPracticeIT {

  @Test
  void it_knows_the_person_and_keeps_its_recommendations(@TempDir Path folder) {
    Knowledge task = Knowledge.implications();
    Passage person = Practice.people().test().get(1);
    List<String> questions = person.questions().stream().map(Question::text).toList();
    try (LanguageModel model = new LoraEngine().open(Practice.model());
        Seal<Passage> seal =
            Seal.builder()
                .model(model)
                .task(task)
                .method(Method.given(each -> List.of(Practice.given(each))))
                .build();
        Adaptation<Passage> learned = seal.adapt(person);
        LanguageModel merged = model.merge(learned.adapter())) {
      merged.save(folder);
      try (LanguageModel opened = new LoraEngine().open(ModelRef.folder(folder))) {
        assertThat(opened.info().recommended()).isEqualTo(model.info().recommended());
        assertThat(opened.info().recommended().lora()).isNotNull();
        assertThat(opened.info().fingerprint()).isEqualTo(merged.info().fingerprint());
        List<GenerationRequest> requests =
            questions.stream()
                .map(
                    question ->
                        new GenerationRequest(
                            task.ask(person, question), seal.settings().answerSampling(), 0, null))
                .toList();
        assertThat(opened.generate(requests).stream().map(Completion::text).toList())
            .isEqualTo(learned.ask(questions));
      }
    }
  }
}
