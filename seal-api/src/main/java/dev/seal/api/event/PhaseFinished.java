package dev.seal.api.event;

import java.time.Duration;

/**
 * A phase ended.
 *
 * @param phase the phase
 * @param items how many items it worked on
 * @param tokens tokens drawn in writing and answering, tokens trained in training, 0 in grading
 * @param time how long it took
 */
public record PhaseFinished(Phase phase, int items, long tokens, Duration time) {}
