package dev.seal.internal.journal;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A result with one of everything. */
record Values(
    String text,
    @Nullable String absent,
    int number,
    long large,
    boolean flag,
    double value,
    @Nullable Double boxed,
    float small,
    List<Double> list,
    List<Pair> pairs) {

  record Pair(String name, double mark) {}

  /** Values that depend on the number only: any finite bits, and text of any characters. */
  static Values of(int number) {
    Random random = new Random(number);
    return new Values(
        "\"\n\\ \u2028 é \ud83d\ude00 <" + number + ">",
        null,
        number,
        random.nextLong(),
        random.nextBoolean(),
        finite(random),
        number % 2 == 0 ? null : finite(random),
        smallFinite(random),
        IntStream.range(0, 5).mapToObj(i -> finite(random)).toList(),
        List.of(new Pair("a", -0.0), new Pair("b", Double.MIN_VALUE)));
  }

  static double finite(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : finite(random);
  }

  private static float smallFinite(Random random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(value) ? value : smallFinite(random);
  }
}
