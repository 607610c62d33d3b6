/** JMH benchmarks of the inner loop's parts, on the practice model and a CPU. */
@NullMarked
package dev.seal.bench.jmh;

import org.jspecify.annotations.NullMarked;
