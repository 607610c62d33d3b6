package dev.seal.lora.internal.generate;

import ai.djl.ndarray.NDList;
import dev.seal.api.InputTooLongException;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.Progress;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import dev.seal.lora.internal.adapter.AdapterBank;
import dev.seal.lora.internal.adapter.NativeAdapter;
import dev.seal.lora.internal.batch.Batch;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The probabilities of the tokens of many prompts. To be used under the module's lock. */
public final class Likelihoods {

  private final NativeModule module;
  private final ModelConfig config;
  private final Tokenizer tokenizer;
  private final int batchTokens;

  /** For one model. */
  public Likelihoods(
      NativeModule module, ModelConfig config, Tokenizer tokenizer, int batchTokens) {
    this.module = module;
    this.config = config;
    this.tokenizer = tokenizer;
    this.batchTokens = batchTokens;
  }

  /** See {@link dev.seal.api.model.LanguageModel#logLikelihood}. */
  public List<Likelihood> of(List<LikelihoodRequest> requests, Progress progress) {
    module.pack();
    List<TokenIds> prompts = new ArrayList<>();
    for (LikelihoodRequest request : requests) {
      TokenIds prompt = tokenizer.encode(request.prompt());
      check(prompt);
      prompts.add(prompt);
      if (request.adapter() != null) {
        NativeAdapter.of(request.adapter(), module);
      }
    }
    List<Likelihood> results = new ArrayList<>();
    while (results.size() < requests.size()) {
      int from = results.size();
      int to = from;
      int tokens = 0;
      while (to < requests.size()
          && (to == from || tokens + prompts.get(to).size() <= batchTokens)) {
        tokens += prompts.get(to).size();
        to++;
      }
      List<LikelihoodRequest> part = requests.subList(from, to);
      try (AdapterBank bank =
          new AdapterBank(module, config, part.stream().map(LikelihoodRequest::adapter))) {
        results.addAll(run(part, prompts.subList(from, to), bank));
      }
      progress.update(to, requests.size());
    }
    return results;
  }

  private void check(TokenIds prompt) {
    if (prompt.size() == 0) {
      throw new IllegalArgumentException("a prompt must have at least one token, but has none");
    }
    if (prompt.size() > config.contextWindow()) {
      throw new InputTooLongException(
          "a prompt has "
              + prompt.size()
              + " tokens, but the model's window is "
              + config.contextWindow()
              + "; shorten it");
    }
  }

  private List<Likelihood> run(
      List<LikelihoodRequest> requests, List<TokenIds> prompts, AdapterBank bank) {
    List<Batch.Row> rows = new ArrayList<>();
    int scored = 0;
    for (int i = 0; i < prompts.size(); i++) {
      rows.add(new Batch.Row(prompts.get(i), bank.number(requests.get(i).adapter()), 0));
      scored += prompts.get(i).size() - 1;
    }
    Batch batch = new Batch(rows, bank.size());
    long[] tokens = new long[scored];
    long[] targets = new long[scored];
    int at = 0;
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 1; i < rows.get(row).tokens().size(); i++) {
        tokens[at] = batch.token(row, i - 1);
        targets[at] = rows.get(row).tokens().get(i);
        at++;
      }
    }
    long[] allLast = batch.lastTokens(rows);
    int[] wanted = new int[rows.size()]; // where each row's next logits are, -1: nowhere
    long[] last = new long[rows.size()];
    int count = 0;
    for (int row = 0; row < wanted.length; row++) {
      wanted[row] = requests.get(row).nextTokenLogits() ? count : -1;
      if (requests.get(row).nextTokenLogits()) {
        last[count++] = allLast[row];
      }
    }
    try (NativeCall call = module.call("log_likelihood")) {
      batch.addTokens(call);
      batch.addPadding(call);
      batch.addSizes(call, 0, 0);
      NDList found = call.add(tokens).add(targets).add(Arrays.copyOf(last, count)).run();
      float[] scores = found.get(0).toFloatArray();
      float[] after = count == 0 ? new float[0] : found.get(1).toFloatArray(); // (count, V)
      List<Likelihood> results = new ArrayList<>();
      int from = 0;
      int vocabulary = config.vocabularySize();
      for (int row = 0; row < wanted.length; row++) {
        int to = from + prompts.get(row).size() - 1;
        float[] next =
            wanted[row] < 0
                ? new float[0]
                : Arrays.copyOfRange(
                    after, wanted[row] * vocabulary, (wanted[row] + 1) * vocabulary);
        results.add(new Likelihood(prompts.get(row), Arrays.copyOfRange(scores, from, to), next));
        from = to;
      }
      return results;
    }
  }
}
