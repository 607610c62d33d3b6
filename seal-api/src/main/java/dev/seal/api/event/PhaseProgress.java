package dev.seal.api.event;

/**
 * A phase went on.
 *
 * @param phase the phase
 * @param done units done so far: completions in writing and answering, optimizer steps in training,
 *     sets of answers in grading
 * @param total units in all
 */
public record PhaseProgress(Phase phase, long done, long total) {}
