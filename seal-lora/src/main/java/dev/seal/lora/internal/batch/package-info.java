/** Rows of tokens laid out for one native call. */
@NullMarked
package dev.seal.lora.internal.batch;

import org.jspecify.annotations.NullMarked;
