package dev.seal.api.event;

import java.util.OptionalDouble;

/**
 * An input's candidates are marked and the best is chosen.
 *
 * @param input the input, in the task's words
 * @param before the frozen model's mean mark, from 0 to 1
 * @param after the chosen candidate's mean mark, or empty where every candidate was rejected
 */
public record InputAdapted(String input, double before, OptionalDouble after) {}
