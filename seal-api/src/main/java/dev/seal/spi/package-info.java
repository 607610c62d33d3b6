/** What an engine implements to be found through {@link java.util.ServiceLoader}. */
@NullMarked
package dev.seal.spi;

import org.jspecify.annotations.NullMarked;
