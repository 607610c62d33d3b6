/** Language models with LoRA adapters on the Deep Java Library. */
@NullMarked
package dev.seal.lora;

import org.jspecify.annotations.NullMarked;
