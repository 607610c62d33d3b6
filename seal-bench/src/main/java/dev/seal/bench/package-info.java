/** Benchmarks of the library's parts. */
@NullMarked
package dev.seal.bench;

import org.jspecify.annotations.NullMarked;
