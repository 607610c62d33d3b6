package dev.seal.tasks.grade;

/** 1 where the accepted answer's words stand in the answer, side by side. */
final class Contains extends AnswerGrader {

  Contains() {
    super("contains");
  }

  @Override
  double compare(String accepted, String answer) {
    // Spaces at both ends, so that whole words are compared: "1" is not in "1945".
    String phrase = ' ' + AnswerText.normalize(accepted) + ' ';
    String text = ' ' + AnswerText.normalize(answer) + ' ';
    return text.contains(phrase) ? 1 : 0;
  }
}
