/**
 * The vocabulary of SEAL: passages, questions, self-edits, scores, and the exceptions of the
 * library. The entry point is {@code dev.seal.Seal} in {@code seal-core}.
 */
@NullMarked
package dev.seal.api;

import org.jspecify.annotations.NullMarked;
