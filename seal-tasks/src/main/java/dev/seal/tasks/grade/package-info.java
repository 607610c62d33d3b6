/**
 * Marks for answers by comparing texts. The entry point is {@link dev.seal.tasks.grade.Graders}.
 */
@NullMarked
package dev.seal.tasks.grade;

import org.jspecify.annotations.NullMarked;
