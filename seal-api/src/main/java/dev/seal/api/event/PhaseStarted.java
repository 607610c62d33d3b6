package dev.seal.api.event;

/**
 * A phase begins.
 *
 * @param phase the phase
 * @param items how many items it works on: self-edits in writing, adapters in training, answers in
 *     answering, sets of answers in grading (one set per candidate, and the frozen model's for each
 *     input), completions or ratings asked for in the others, documents in fine-tuning, 1 in
 *     merging
 */
public record PhaseStarted(Phase phase, int items) {}
