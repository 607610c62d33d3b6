/**
 * Learning what a passage says (paper, section 3.2, "knowledge incorporation"). The entry points
 * are {@link dev.seal.tasks.knowledge.Knowledge}, the task, {@link
 * dev.seal.tasks.knowledge.PassageFiles}, which reads passages, and {@link
 * dev.seal.tasks.knowledge.EditFiles}, which reads self-edits by an outside author.
 */
@NullMarked
package dev.seal.tasks.knowledge;

import org.jspecify.annotations.NullMarked;
