/** The self-adaptation loop and what it is built from. */
@NullMarked
package dev.seal;

import org.jspecify.annotations.NullMarked;
