/**
 * What there is to learn and how it is marked: {@link dev.seal.api.task.Task} and {@link
 * dev.seal.api.task.Grader}.
 */
@NullMarked
package dev.seal.api.task;

import org.jspecify.annotations.NullMarked;
