package dev.seal.bench;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Continues prompts greedily, and compares that with recorded continuations. */
final class GreedyCheck {

  /** Two tokens whose logits are closer than this may change places between implementations. */
  private static final double TIE = 2e-3;

  private final LanguageModel model;
  private final @Nullable Adapter adapter;

  GreedyCheck(LanguageModel model, @Nullable Adapter adapter) {
    this.model = model;
    this.adapter = adapter;
  }

  /** A prompt and what it was continued with. */
  record Recorded(TokenIds prompt, TokenIds greedy) {}

  /**
   * How a continuation compares.
   *
   * @param equal how many tokens are equal before the first that is not
   * @param same whether all are
   * @param margin by how much the best token leads at the first that is not equal; 0 where all are
   */
  record Result(int equal, boolean same, double margin) {

    boolean holds() {
      return same || margin <= TIE;
    }
  }

  /** The tokens chosen for each prompt in one batch, with the end token where one was chosen. */
  List<TokenIds> choose(List<TokenIds> prompts, int tokens) {
    return continueAll(prompts, tokens).stream().map(Continuation::tokens).toList();
  }

  List<Result> compare(List<Recorded> recorded) {
    int longest = recorded.stream().mapToInt(each -> each.greedy().size()).max().orElse(1);
    List<Continuation> ours =
        continueAll(recorded.stream().map(Recorded::prompt).toList(), longest);
    List<Result> results = new ArrayList<>(ours.size());
    for (int i = 0; i < ours.size(); i++) {
      results.add(compare(ours.get(i), recorded.get(i)));
    }
    return results;
  }

  /** The tokens chosen, the last of which is an end token where it ended. */
  private record Continuation(TokenIds tokens, boolean ended) {}

  private List<Continuation> continueAll(List<TokenIds> prompts, int tokens) {
    Sampling greedy = Sampling.builder().temperature(0).maxTokens(tokens).build();
    List<Completion> completions =
        model.generate(
            prompts.stream()
                .map(ids -> new GenerationRequest(Prompt.tokens(ids), greedy, 0, adapter))
                .toList());
    List<Continuation> continuations = new ArrayList<>(completions.size());
    for (int i = 0; i < completions.size(); i++) {
      continuations.add(withEnd(prompts.get(i), completions.get(i)));
    }
    return continuations;
  }

  /** A model may have several end tokens, and a completion does not say which one ended it. */
  private Continuation withEnd(TokenIds prompt, Completion completion) {
    if (completion.reason() != FinishReason.END) {
      return new Continuation(completion.tokens(), false);
    }
    int[] chosen = completion.tokens().toArray();
    int[] tokens = Arrays.copyOf(chosen, chosen.length + 1);
    tokens[chosen.length] =
        LogProbabilities.best(nextTokenLogits(prompt.toArray(), chosen, chosen.length));
    return new Continuation(TokenIds.of(tokens), true);
  }

  private Result compare(Continuation continuation, Recorded recorded) {
    int[] ours = continuation.tokens().toArray();
    int[] theirs = recorded.greedy().toArray();
    int mismatch = Arrays.mismatch(ours, theirs);
    // We stop at an end token, a recording may go on behind it or have been cut before ours.
    if (mismatch < 0
        || mismatch == theirs.length
        || (mismatch == ours.length && continuation.ended())) {
      return new Result(Math.min(ours.length, theirs.length), true, 0);
    }
    return new Result(
        mismatch,
        false,
        LogProbabilities.margin(nextTokenLogits(recorded.prompt().toArray(), theirs, mismatch)));
  }

  /** Logits behind a prompt and so many of the tokens chosen after it. */
  private float[] nextTokenLogits(int[] prompt, int[] chosen, int count) {
    int[] before = Arrays.copyOf(prompt, prompt.length + count);
    System.arraycopy(chosen, 0, before, prompt.length, count);
    return model
        .logLikelihood(
            List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(before)), adapter, true)))
        .get(0)
        .nextTokenLogits();
  }
}
