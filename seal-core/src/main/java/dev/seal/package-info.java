/**
 * The self-adaptation loop: a model reads, writes its own lessons, trains a small adapter on each,
 * and keeps what helped. {@link dev.seal.Seal} is the entry point.
 */
@NullMarked
package dev.seal;

import org.jspecify.annotations.NullMarked;
