/**
 * Marks for answers, by comparing texts or by asking a model. The entry point is {@link
 * dev.seal.tasks.grade.Graders}.
 */
@NullMarked
package dev.seal.tasks.grade;

import org.jspecify.annotations.NullMarked;
