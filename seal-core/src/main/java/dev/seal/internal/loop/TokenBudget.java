package dev.seal.internal.loop;

import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains every lesson on the same number of tokens: its documents are visited in random orders, one
 * after the other, until the tokens are spent. The learning rate falls over the visits that there
 * are.
 */
final class TokenBudget {

  private TokenBudget() {}

  /**
   * The same lesson, as one epoch over a list of visits.
   *
   * @param tokens how many; the last visit is left out where the sum comes nearer without it, but
   *     there is at least one
   */
  static TrainingPlan spend(long tokens, TrainingPlan plan, Tokenizer tokenizer) {
    List<Integer> lengths =
        plan.documents().stream()
            .map(document -> Math.min(length(document, tokenizer), plan.training().maxLength()))
            .toList();
    List<TrainingDocument> visits = new ArrayList<>();
    List<Integer> order = new ArrayList<>(IntStream.range(0, lengths.size()).boxed().toList());
    Random random = new Random(plan.seed());
    long spent = 0;
    while (true) {
      Collections.shuffle(order, random);
      for (int document : order) {
        long more = spent + lengths.get(document);
        if (!visits.isEmpty() && Math.abs(more - tokens) > Math.abs(spent - tokens)) {
          return withVisits(plan, visits);
        }
        visits.add(plan.documents().get(document));
        spent = more;
      }
    }
  }

  private static TrainingPlan withVisits(TrainingPlan plan, List<TrainingDocument> visits) {
    return TrainingPlan.builder(visits)
        .lora(plan.lora())
        .training(plan.training().toBuilder().epochs(1).build())
        .seed(plan.seed())
        .order(IntStream.range(0, visits.size()).boxed().toList())
        .build();
  }

  // As the engine counts: with the end token that it adds.
  private static int length(TrainingDocument document, Tokenizer tokenizer) {
    if (document instanceof TrainingDocument.Text text) {
      return tokenizer.encode(text.text()).size() + 1;
    }
    if (document instanceof TrainingDocument.Completion completion) {
      return tokenizer.encode(completion.prompt()).size()
          + tokenizer.encode(completion.completion()).size()
          + 1;
    }
    return ((TrainingDocument.Tokens) document).ids().size();
  }
}
