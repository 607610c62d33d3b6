/** Adapters as they lie on disk, in the format of Hugging Face PEFT. */
@NullMarked
package dev.seal.lora.internal.adapter;

import org.jspecify.annotations.NullMarked;
