/** The transformer as TorchScript text, the archive that carries it to DJL, and calls into it. */
@NullMarked
package dev.seal.lora.internal.script;

import org.jspecify.annotations.NullMarked;
