/**
 * Tasks that a model adapts to, each in a package of its own: {@code knowledge} for passages and
 * questions, with {@code grade} for marking answers and {@code practice} for something to try it
 * on, and {@code fewshot} for puzzles.
 */
@NullMarked
package dev.seal.tasks;

import org.jspecify.annotations.NullMarked;
