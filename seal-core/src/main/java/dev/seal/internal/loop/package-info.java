/**
 * The inner loop (paper, section 3.1): {@link dev.seal.internal.loop.InnerLoop} takes a group of
 * inputs from prompts to marked candidates, one call to the model per phase.
 */
@NullMarked
package dev.seal.internal.loop;

import org.jspecify.annotations.NullMarked;
