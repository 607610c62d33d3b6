package dev.seal;

import dev.seal.api.Selection;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.task.Task;
import dev.seal.internal.loop.Approach;
import dev.seal.internal.loop.Roles;
import dev.seal.internal.loop.Scoring;
import org.jspecify.annotations.Nullable;

/** What a Seal is made of, besides the model that it adapts. */
record Parts<T>(
    Task<T> task,
    Approach<T> approach,
    Reward reward,
    @Nullable LanguageModel judge,
    @Nullable LanguageModel rater,
    SealSettings settings,
    SealListener listener) {

  Parts {
    if (reward == BuiltInReward.PROXY && !approach.hasEdits()) {
      throw new IllegalStateException(
          "the proxy reward rates self-edits, but the method "
              + approach.label()
              + " has none; use Method.selfEdits(), or a reward that trains");
    }
    if (reward == BuiltInReward.PROXY && settings.selection() != Selection.BEST) {
      throw new IllegalStateException(
          "the proxy reward measures no marks, but the selection "
              + settings.selection()
              + " compares them; use Selection.BEST, or a reward that trains");
    }
  }

  boolean measures() {
    return reward != BuiltInReward.PROXY;
  }

  Scoring scoring() {
    return measures() ? new Scoring.Trained(reward::reward) : new Scoring.Rated();
  }

  /**
   * Which model does what.
   *
   * @param learner the model as it is now
   * @param base the model as the Seal was built with
   */
  Roles roles(LanguageModel learner, LanguageModel base) {
    return new Roles(
        learner,
        approach instanceof Approach.WrittenBy<T> other ? other.author() : learner,
        judge == null ? base : judge,
        rater == null ? learner : rater);
  }
}
