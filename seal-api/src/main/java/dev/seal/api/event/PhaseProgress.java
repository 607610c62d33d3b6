package dev.seal.api.event;

/**
 * A phase went on.
 *
 * @param phase the phase
 * @param done units done so far: completions in writing, answering and judging, optimizer steps in
 *     training and fine-tuning, sets of answers in grading, ratings in rating
 * @param total units in all
 */
public record PhaseProgress(Phase phase, long done, long total) {}
