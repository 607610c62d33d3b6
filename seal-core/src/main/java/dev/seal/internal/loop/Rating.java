package dev.seal.internal.loop;

import dev.seal.api.EngineException;
import dev.seal.api.event.Phase;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.Progress;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TokenIds;
import dev.seal.api.task.EditRating;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Rates self-edits in the place of training and asking: a rating is the expected value of the
 * numbers from 1 to 5 under the rater's probabilities for its next token, so that a model which
 * would rather say something else still gives one.
 */
final class Rating<T> {

  private static final int HIGHEST = 5;

  private final LanguageModel rater;
  private final EditRating<T> task;

  Rating(LanguageModel rater, EditRating<T> task) {
    this.rater = rater;
    this.task = task;
  }

  /** A rating for each prompt. */
  record Ratings(List<Double> ratings) {}

  void run(List<Attempt<T>> attempts, PhaseLog phases) {
    List<LikelihoodRequest> requests = new ArrayList<>();
    for (Attempt<T> attempt : attempts) {
      for (Draft draft : attempt.alive().toList()) {
        for (Prompt prompt : prompts(attempt, draft)) {
          requests.add(new LikelihoodRequest(prompt, null, true));
        }
      }
    }
    if (requests.isEmpty()) {
      return;
    }
    Iterator<Double> ratings =
        phases
            .step(
                Phase.RATE,
                requests.size(),
                Ratings.class,
                progress -> new Ratings(rate(requests, progress)),
                ignored -> 0)
            .ratings()
            .iterator();
    for (Attempt<T> attempt : attempts) {
      for (Draft draft : attempt.alive().toList()) {
        draft.ratings = Answering.next(ratings, prompts(attempt, draft).size());
        draft.reward = draft.ratings.stream().mapToDouble(Double::doubleValue).sum();
      }
    }
  }

  private List<Prompt> prompts(Attempt<T> attempt, Draft draft) {
    if (draft.edit == null) {
      throw new IllegalStateException(
          "ratings are for self-edits, but \""
              + attempt.subject.description()
              + "\" has a lesson without one; use a reward that trains");
    }
    return task.ratingPrompts(attempt.subject.input(), draft.edit);
  }

  private List<Double> rate(List<LikelihoodRequest> requests, Progress progress) {
    List<List<Integer>> tokens = numbers();
    List<Likelihood> likelihoods = rater.logLikelihood(requests, progress);
    if (likelihoods.size() != requests.size()) {
      throw new EngineException(
          "the engine returned "
              + likelihoods.size()
              + " likelihoods for "
              + requests.size()
              + " requests; its logLikelihood() must return one per request");
    }
    return likelihoods.stream().map(next -> expected(next.nextTokenLogits(), tokens)).toList();
  }

  // The tokens that spell each number, with and without a space before it.
  private List<List<Integer>> numbers() {
    List<List<Integer>> tokens = new ArrayList<>();
    for (int number = 1; number <= HIGHEST; number++) {
      List<Integer> spellings = new ArrayList<>();
      for (String text : List.of(String.valueOf(number), " " + number)) {
        TokenIds ids = rater.tokenizer().encode(text);
        if (ids.size() == 1) {
          spellings.add(ids.toArray()[0]);
        }
      }
      if (spellings.isEmpty()) {
        throw new IllegalStateException(
            "the model "
                + rater.info().name()
                + " cannot rate, as its vocabulary has no token for "
                + number
                + "; give another model as rater");
      }
      tokens.add(spellings);
    }
    return tokens;
  }

  private double expected(float[] logits, List<List<Integer>> tokens) {
    double highest = Double.NEGATIVE_INFINITY;
    for (List<Integer> spellings : tokens) {
      for (int token : spellings) {
        highest = Math.max(highest, logits[token]);
      }
    }
    double sum = 0;
    double weighted = 0;
    for (int number = 1; number <= tokens.size(); number++) {
      for (int token : tokens.get(number - 1)) {
        double weight = Math.exp(logits[token] - highest);
        sum += weight;
        weighted += number * weight;
      }
    }
    if (!Double.isFinite(weighted / sum)) {
      throw new EngineException(
          "the model "
              + rater.info().name()
              + " gave no rating, as its logits are not finite numbers; give another model as"
              + " rater");
    }
    return weighted / sum;
  }
}
