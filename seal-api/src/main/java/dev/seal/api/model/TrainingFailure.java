package dev.seal.api.model;

/**
 * Why a plan gave no adapter.
 *
 * @param step the optimizer step at which it happened, from 0
 * @param reason what happened, with the value and the remedy
 */
public record TrainingFailure(int step, String reason) {}
