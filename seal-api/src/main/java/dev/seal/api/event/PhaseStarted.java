package dev.seal.api.event;

/**
 * A phase begins.
 *
 * @param phase the phase
 * @param items how many items it works on: self-edits, adapters, answers, or candidates
 */
public record PhaseStarted(Phase phase, int items) {}
