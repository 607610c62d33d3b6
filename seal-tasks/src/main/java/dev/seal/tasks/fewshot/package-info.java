/**
 * Learning a rule from a few examples (paper, section 3.1, "few-shot learning"): puzzles of the
 * Abstraction and Reasoning Corpus (ARC-AGI). {@link dev.seal.tasks.fewshot.Puzzles} reads
 * {@linkplain dev.seal.tasks.fewshot.Puzzle puzzles}, which are made of {@linkplain
 * dev.seal.tasks.fewshot.Grid grids}.
 */
@NullMarked
package dev.seal.tasks.fewshot;

import org.jspecify.annotations.NullMarked;
