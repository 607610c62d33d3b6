package dev.seal.api.event;

import java.util.OptionalDouble;

/**
 * How far work on many inputs is. Told once before the first trial and after each group of inputs
 * that share their batches.
 *
 * @param work what is done, in words, such as {@code round 1 of 2}
 * @param trials trials done: one for each self-edit, or each input where there are none
 * @param total trials in all
 * @param reward the mean reward of the candidates so far that were not rejected, or empty where
 *     there is none yet
 */
public record RunProgress(String work, long trials, long total, OptionalDouble reward) {}
