package dev.seal.bench;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.model.Tokenizer;
import dev.seal.tasks.practice.Practice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A job in the measures of SEAL's paper, for a model that has the practice model's tokenizer: nine
 * documents a candidate, of practice people's sentences.
 */
final class ShapeJob {

  private static final int DOCUMENTS = 9;
  private static final int SAMPLE_TOKENS = 240;
  private static final int QUESTIONS = 5;

  private final Tokenizer tokenizer;
  private final int documentTokens;

  /**
   * Jobs of one length of documents.
   *
   * @param documentTokens about how many tokens a document has, with its end token
   */
  ShapeJob(Tokenizer tokenizer, int documentTokens) {
    this.tokenizer = tokenizer;
    this.documentTokens = documentTokens;
  }

  /** What the file holds; see {@link TrialJob}. */
  Map<String, Object> of(String model, int candidates) {
    List<Passage> people = Practice.people().train().subList(0, candidates);
    Passage first = people.get(0);
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("model", model);
    job.put("rank", 16);
    job.put("alpha", 32);
    job.put(
        "modules",
        List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"));
    job.put("lr", 1e-3);
    job.put("epochs", 10);
    job.put(
        "prompt",
        "Read the passage and write down what follows from it.\n\nPassage:\n%s\n%s\n\nImplications:\n"
            .formatted(first.title(), first.context()));
    job.put("samples", 5);
    job.put("sample_tokens", SAMPLE_TOKENS);
    job.put("candidates", people.stream().map(this::documents).toList());
    job.put(
        "questions",
        first.questions().stream().limit(QUESTIONS).map(question -> ask(first, question)).toList());
    job.put("answer_tokens", 16);
    return job;
  }

  private static String ask(Passage person, Question question) {
    return "Topic: %s\nQuestion: %s\nAnswer:".formatted(person.title(), question.text());
  }

  private List<String> documents(Passage person) {
    // transformers splits numbers into digits for Qwen2, whatever the tokenizer's file says.
    List<String> sentences =
        Stream.of(person.context().split("(?<=\\.) "))
            .filter(sentence -> sentence.chars().noneMatch(Character::isDigit))
            .toList();
    List<String> documents = new ArrayList<>();
    for (int first = 0; first < DOCUMENTS; first++) {
      documents.add(document(person.title(), sentences, first));
    }
    return documents;
  }

  // Sentences from the first on, over and over, until one more would lead farther away.
  private String document(String title, List<String> sentences, int first) {
    String document = title + '\n' + sentences.get(first % sentences.size());
    int off = off(document);
    for (int next = first + 1; ; next++) {
      String longer = document + ' ' + sentences.get(next % sentences.size());
      int offLonger = off(longer);
      if (offLonger >= off) {
        return document;
      }
      document = longer;
      off = offLonger;
    }
  }

  private int off(String document) {
    return Math.abs(documentTokens - 1 - tokenizer.encode(document).size());
  }
}
