/**
 * What there is to learn and how it is marked: {@link dev.seal.api.task.Task} and {@link
 * dev.seal.api.task.Grader}. What some tasks can do besides, each with prompts that the caller has
 * completed: write questions ({@link dev.seal.api.task.QuestionWriting}), rate self-edits ({@link
 * dev.seal.api.task.EditRating}), vote for answers ({@link dev.seal.api.task.Voting}), and have
 * answers marked by a model ({@link dev.seal.api.task.ModelGraded}, {@link
 * dev.seal.api.task.ModelGrader}).
 */
@NullMarked
package dev.seal.api.task;

import org.jspecify.annotations.NullMarked;
