/**
 * Many adapters trained side by side: schedules, the cut into batches, and the loop around the
 * native step.
 */
@NullMarked
package dev.seal.lora.internal.train;

import org.jspecify.annotations.NullMarked;
