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
    Sampling greedy = Sampling.builder().temperature(0).maxTokens(tokens).build();
    return model
        .generate(
            prompts.stream()
                .map(ids -> new GenerationRequest(Prompt.tokens(ids), greedy, 0, adapter))
                .toList())
        .stream()
        .map(this::withEnd)
        .toList();
  }

  private TokenIds withEnd(Completion completion) {
    if (completion.reason() != FinishReason.END) {
      return completion.tokens();
    }
    int[] tokens = completion.tokens().toArray();
    tokens = Arrays.copyOf(tokens, tokens.length + 1);
    tokens[tokens.length - 1] = model.tokenizer().endToken();
    return TokenIds.of(tokens);
  }

  List<Result> compare(List<Recorded> recorded) {
    int longest = recorded.stream().mapToInt(each -> each.greedy().size()).max().orElse(1);
    List<TokenIds> ours = choose(recorded.stream().map(Recorded::prompt).toList(), longest);
    List<Result> results = new ArrayList<>(ours.size());
    for (int i = 0; i < ours.size(); i++) {
      results.add(compare(ours.get(i).toArray(), recorded.get(i)));
    }
    return results;
  }

  private Result compare(int[] ours, Recorded recorded) {
    int[] theirs = recorded.greedy().toArray();
    int mismatch = Arrays.mismatch(ours, theirs);
    // We stop at the end token, a recording may go on behind it or have been cut before ours.
    boolean ended = ours.length > 0 && ours[ours.length - 1] == model.tokenizer().endToken();
    if (mismatch < 0 || mismatch == theirs.length || (mismatch == ours.length && ended)) {
      return new Result(Math.min(ours.length, theirs.length), true, 0);
    }
    return new Result(mismatch, false, margin(recorded.prompt().toArray(), theirs, mismatch));
  }

  private double margin(int[] prompt, int[] chosen, int count) {
    int[] before = Arrays.copyOf(prompt, prompt.length + count);
    System.arraycopy(chosen, 0, before, prompt.length, count);
    return LogProbabilities.margin(
        model
            .logLikelihood(
                List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(before)), adapter, true)))
            .get(0)
            .nextTokenLogits());
  }
}
