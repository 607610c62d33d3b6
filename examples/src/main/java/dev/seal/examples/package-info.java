/** Examples of the library's use. */
@NullMarked
package dev.seal.examples;

import org.jspecify.annotations.NullMarked;
