package dev.seal.bench;

import dev.seal.Estimate;
import java.time.Duration;

/**
 * What one adapter for many passages reaches.
 *
 * @param passages how many it learned
 * @param adapters how many such adapters the figures are over
 * @param method whose lessons
 * @param accuracy over all questions in one pool
 * @param frozen the same for the model as it is
 * @param documents documents an adapter
 * @param rejected self-edits that could not be used
 * @param tokens tokens trained on, an adapter
 * @param steps optimizer steps, an adapter
 * @param time for all adapters of the row
 */
record JointRow(
    int passages,
    int adapters,
    String method,
    Estimate accuracy,
    Estimate frozen,
    long documents,
    int rejected,
    long tokens,
    long steps,
    Duration time) {}
