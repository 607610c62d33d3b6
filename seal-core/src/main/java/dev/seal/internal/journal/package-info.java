/**
 * What a run has done so far, in a folder that survives being killed at any moment: {@link
 * dev.seal.internal.journal.Journal} records the results of named steps, and gives them back to the
 * next process that asks for the same steps.
 */
@NullMarked
package dev.seal.internal.journal;

import org.jspecify.annotations.NullMarked;
