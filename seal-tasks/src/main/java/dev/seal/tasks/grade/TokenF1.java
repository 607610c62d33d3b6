package dev.seal.tasks.grade;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;

/** The harmonic mean of precision and recall over the words, each counted as often as it occurs. */
final class TokenF1 extends AnswerGrader {

  TokenF1() {
    super("f1");
  }

  @Override
  double compare(String accepted, String answer) {
    Multiset<String> expected = HashMultiset.create(AnswerText.words(accepted));
    Multiset<String> given = HashMultiset.create(AnswerText.words(answer));
    if (expected.isEmpty() || given.isEmpty()) {
      // Without words there is no precision; SQuAD 2.0's script compares for equality instead.
      return expected.equals(given) ? 1 : 0;
    }
    double common = Multisets.intersection(expected, given).size();
    return 2 * common / (expected.size() + given.size());
  }
}
