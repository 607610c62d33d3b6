/** Text to tokens and back, and conversations to text. */
@NullMarked
package dev.seal.lora.internal.text;

import org.jspecify.annotations.NullMarked;
