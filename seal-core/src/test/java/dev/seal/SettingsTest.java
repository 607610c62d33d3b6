package dev.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.SealSettings.Source;
import dev.seal.api.Passage;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Task;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private final ScriptedModel model = new ScriptedModel("red");

  private SealBuilder<Passage> builder() {
    return Seal.builder().model(model).task(new WordTask());
  }

  @Test
  void the_users_word_stands_before_the_models_and_the_models_before_the_papers() {
    LoraSpec recommended = LoraSpec.builder().rank(4).build();
    TrainingSpec longer = TrainingSpec.builder().epochs(99).build();
    model.recommended =
        new Recommended(
            recommended,
            longer,
            null,
            Sampling.builder().maxTokens(5).build(),
            null,
            null,
            null,
            Map.of());
    TrainingSpec said = TrainingSpec.builder().epochs(2).build();
    SealSettings settings = builder().training(said).seed(3).build().settings();
    assertThat(settings.lora()).isEqualTo(recommended);
    assertThat(settings.loraSource()).isEqualTo(Source.MODEL);
    assertThat(settings.training()).isEqualTo(said);
    assertThat(settings.trainingSource()).isEqualTo(Source.USER);
    assertThat(settings.selfEditSampling()).isEqualTo(PaperDefaults.SELF_EDIT);
    assertThat(settings.selfEditSamplingSource()).isEqualTo(Source.PAPER);
    assertThat(settings.answerSamplingSource()).isEqualTo(Source.MODEL);
    assertThat(settings.describe())
        .isEqualTo(
            """
            method      self-edit, 5 per input
            lora        rank 4, alpha 64.0, on q_proj v_proj (model)
            training    learning rate 0.001 linear, clip 1.0, 2 epochs, batch 1, at most 2048 tokens (user)
            self-edit   temperature 1.0, top-p 0.95, at most 8192 tokens (paper)
            answer      temperature 1.0, at most 5 tokens (model)
            reward      gain
            run         seed 3, 8 inputs at once\
            """);
  }

  @Test
  void what_is_set_is_what_the_model_is_asked_for() {
    LoraSpec lora = LoraSpec.builder().rank(2).build();
    Sampling writing = Sampling.builder().temperature(0.5).build();
    Sampling answering = Sampling.builder().temperature(0).maxTokens(3).build();
    model.window = 100;
    builder()
        .lora(lora)
        .selfEditSampling(writing)
        .answerSampling(answering)
        .build()
        .adapt(WordTask.passage("red", "red"));
    assertThat(model.trainCalls.get(0)).allMatch(plan -> plan.lora().equals(lora));
    assertThat(model.trainCalls.get(0)).allMatch(plan -> plan.training().maxLength() == 100);
    assertThat(model.generateCalls.get(0)).allMatch(r -> r.sampling().equals(writing));
    assertThat(model.generateCalls.get(1)).allMatch(r -> r.sampling().equals(answering));
  }

  @Test
  void names_of_methods_and_rewards() {
    assertThat(builder().method(Method.frozen()).build().settings().selfEdits()).isEmpty();
    assertThat(builder().reward(trial -> 0).build().settings().reward()).isEqualTo("custom");
    assertThat(builder().reward(Reward.binary()).build().settings().reward()).isEqualTo("binary");
    assertThat(Method.inputOnly().name()).isEqualTo("passage");
    assertThat(Method.inContext().name()).isEqualTo("in-context");
  }

  @Test
  void bad_settings_are_refused_with_the_value_and_the_remedy() {
    assertThatThrownBy(() -> builder().selfEdits(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "self-edits per input must be >= 1, but was 0; to measure the model without any, use"
                + " method(Method.frozen())");
    assertThatThrownBy(() -> builder().inputsAtOnce(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs at once must be >= 1, but was 0");
    assertThatThrownBy(() -> builder().reward(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder().lora(null)).hasMessage("lora");
    assertThatThrownBy(() -> Method.given(null)).hasMessage("edits");
    assertThatThrownBy(() -> Seal.builder().model(model).task((Task<Passage>) null))
        .hasMessage("task");
  }

  @Test
  void engine_options_for_an_open_model_are_refused() {
    assertThatThrownBy(() -> builder().engine(EngineOptions.builder().build()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot change a model that is open already");
  }
}
