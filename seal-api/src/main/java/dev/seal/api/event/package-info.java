/**
 * What a running cycle tells the outside: {@link dev.seal.api.event.SealListener} and one record
 * per event.
 */
@NullMarked
package dev.seal.api.event;

import org.jspecify.annotations.NullMarked;
