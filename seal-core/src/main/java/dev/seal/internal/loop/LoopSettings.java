package dev.seal.internal.loop;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;
import java.util.OptionalLong;

/**
 * The settings that the inner loop reads.
 *
 * @param evaluations adapters that score a candidate, each with a training seed of its own
 * @param trainingTokens how many tokens every adapter is trained on, in the place of epochs
 */
public record LoopSettings(
    LoraSpec lora,
    TrainingSpec training,
    Sampling selfEditSampling,
    Sampling answerSampling,
    int selfEdits,
    int evaluations,
    OptionalLong trainingTokens) {}
