/**
 * A model that answers and learns: {@link dev.seal.api.model.LanguageModel} and what goes in and
 * comes out of it. Everything is batch-first: sets of requests and plans in, sets of completions
 * and adapters out.
 */
@NullMarked
package dev.seal.api.model;

import org.jspecify.annotations.NullMarked;
