/**
 * A small model and a small invented world to practise on, with no download. The entry point is
 * {@link dev.seal.tasks.practice.Practice}.
 */
@NullMarked
package dev.seal.tasks.practice;

import org.jspecify.annotations.NullMarked;
