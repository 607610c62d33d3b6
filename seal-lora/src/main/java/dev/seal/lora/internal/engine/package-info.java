/** The language model that the other packages make up. */
@NullMarked
package dev.seal.lora.internal.engine;

import org.jspecify.annotations.NullMarked;
