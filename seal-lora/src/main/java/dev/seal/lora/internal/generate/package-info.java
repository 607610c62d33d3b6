/** Completions and likelihoods of many requests at once. */
@NullMarked
package dev.seal.lora.internal.generate;

import org.jspecify.annotations.NullMarked;
