package dev.seal.lora.internal.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Rotary positions in the half-rotation form: pair i of a head of size d turns by {@code position *
 * theta^(-2 i / d) / divisor i}.
 *
 * @param theta base of the frequencies
 * @param divisors what stretches each of the d / 2 pairs; empty where nothing does
 * @param llama3 the settings that the divisors follow from, where they are known
 */
public record Rotary(double theta, List<Double> divisors, Optional<Llama3> llama3) {

  private static final double LARGEST_DIVISOR = 1e6;

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException if the base or a divisor is out of range
   */
  public Rotary {
    if (!(theta > 1 && theta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "rotary base must be a finite number > 1, but was " + theta);
    }
    divisors = List.copyOf(divisors);
    for (double divisor : divisors) {
      if (!(divisor > 0 && divisor <= LARGEST_DIVISOR)) {
        throw new IllegalArgumentException(
            "rotary divisors must be > 0 and <= " + LARGEST_DIVISOR + ", but one was " + divisor);
      }
    }
  }

  /** Llama 3's scaling as configurations name it. */
  record Llama3(double factor, double low, double high, int originalWindow) {}

  /** Positions that nothing stretches. */
  public static Rotary plain(double theta) {
    return stretched(theta, List.of());
  }

  /** Pairs each of which has a divisor of its own. */
  static Rotary stretched(double theta, List<Double> divisors) {
    return new Rotary(theta, divisors, Optional.empty());
  }

  /** All positions divided by one factor. */
  static Rotary linear(double theta, int headSize, double factor) {
    ModelConfig.requireHeadSize(headSize);
    return stretched(theta, Collections.nCopies(headSize / 2, factor));
  }

  /**
   * Llama 3's scaling: pairs that turn more than {@code high} times in the original window keep
   * their frequency, those that turn less than {@code low} times are slowed by the factor, and
   * between the two it goes over linearly in the number of turns.
   */
  static Rotary llama3(
      double theta, int headSize, double factor, double low, double high, int originalWindow) {
    ModelConfig.requireHeadSize(headSize);
    if (!(low > 0 && low < high && factor >= 1 && originalWindow >= 1)) {
      throw new IllegalArgumentException(
          "Llama 3's rotary scaling needs factor >= 1, 0 < low_freq_factor < high_freq_factor and original_max_position_embeddings >= 1, but they were %s, %s, %s and %s"
              .formatted(factor, low, high, originalWindow));
    }
    List<Double> divisors = new ArrayList<>();
    for (int i = 0; i < headSize / 2; i++) {
      double frequency = Math.pow(theta, -2.0 * i / headSize);
      double turns = originalWindow * frequency / (2 * Math.PI);
      double kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
      divisors.add(1 / ((1 - kept) / factor + kept));
    }
    return new Rotary(theta, divisors, Optional.of(new Llama3(factor, low, high, originalWindow)));
  }

  /** Radians per position of each of the d / 2 pairs. */
  public double[] frequencies(int headSize) {
    double[] frequencies = new double[headSize / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double divisor = divisors.isEmpty() ? 1 : divisors.get(i);
      frequencies[i] = Math.pow(theta, -2.0 * i / headSize) / divisor;
    }
    return frequencies;
  }
}
