package dev.seal.internal.loop;

import dev.seal.api.Trial;
import java.util.function.ToDoubleFunction;

/** What makes the reward of a candidate. */
public sealed interface Scoring {

  /** Training on it, and answering questions. */
  record Trained(ToDoubleFunction<Trial> reward) implements Scoring {}

  /** A model's ratings, without training. */
  record Rated() implements Scoring {}
}
