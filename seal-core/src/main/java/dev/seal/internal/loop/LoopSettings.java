package dev.seal.internal.loop;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;

/** The settings that the inner loop reads. */
public record LoopSettings(
    LoraSpec lora,
    TrainingSpec training,
    Sampling selfEditSampling,
    Sampling answerSampling,
    int selfEdits,
    long seed) {}
