package dev.seal.internal.loop;

import dev.seal.api.model.LanguageModel;

/**
 * Which model does what; all are borrowed, and all may be one.
 *
 * @param learner is adapted, and answers
 * @param author writes self-edits
 * @param judge marks answers, where the task asks for a judge
 * @param rater rates self-edits, where ratings make the reward
 */
public record Roles(
    LanguageModel learner, LanguageModel author, LanguageModel judge, LanguageModel rater) {}
