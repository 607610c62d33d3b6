package dev.seal.tasks.grade;

/** 1 where the normalized texts are equal. */
final class ExactMatch extends AnswerGrader {

  ExactMatch() {
    super("exact-match");
  }

  @Override
  double compare(String accepted, String answer) {
    return AnswerText.normalize(accepted).equals(AnswerText.normalize(answer)) ? 1 : 0;
  }
}
