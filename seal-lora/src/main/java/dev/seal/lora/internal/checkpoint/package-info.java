/**
 * Models as they lie on disk: Hugging Face folders and GGUF files, read strictly and row by row.
 */
@NullMarked
package dev.seal.lora.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
