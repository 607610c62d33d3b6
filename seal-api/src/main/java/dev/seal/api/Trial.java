package dev.seal.api;

import java.util.Optional;

/**
 * What a reward is computed from: one self-edit that was trained on, and how questions were
 * answered with and without it (paper, section 3.1).
 *
 * @param frozen the marks of the model as it is
 * @param adapted the marks with the self-edit's adapter; where several adapters with different
 *     training seeds were scored, each mark is the mean over them
 * @param edit the self-edit, or empty for a lesson without one
 * @param editTokens the self-edit's length in tokens of the model, 0 or more
 * @param trainedTokens tokens that went through the model in training, over all adapters, counted
 *     once a visit, without padding
 */
public record Trial(
    Score frozen, Score adapted, Optional<SelfEdit> edit, int editTokens, long trainedTokens) {}
