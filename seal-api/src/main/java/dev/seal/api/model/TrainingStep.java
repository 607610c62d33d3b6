package dev.seal.api.model;

/**
 * What one optimizer step saw.
 *
 * @param step the step, from 0
 * @param loss the mean negative log-likelihood of the supervised tokens before the step, in nats
 * @param gradientNorm the global norm of the adapter's gradient before clipping
 * @param learningRate the learning rate used
 */
public record TrainingStep(int step, double loss, double gradientNorm, double learningRate) {}
