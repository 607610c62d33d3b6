/** Tasks that a model adapts to. */
@NullMarked
package dev.seal.tasks;

import org.jspecify.annotations.NullMarked;
