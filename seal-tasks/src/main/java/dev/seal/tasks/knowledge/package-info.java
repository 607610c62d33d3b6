/**
 * Learning what a passage says (paper, section 3.2, "knowledge incorporation"). The entry points
 * are {@link dev.seal.tasks.knowledge.Knowledge}, the task, and {@link
 * dev.seal.tasks.knowledge.PassageFiles}, which reads passages.
 */
@NullMarked
package dev.seal.tasks.knowledge;

import org.jspecify.annotations.NullMarked;
