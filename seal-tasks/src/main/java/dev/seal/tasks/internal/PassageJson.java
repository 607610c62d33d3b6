package dev.seal.tasks.internal;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads passages in SEAL's and SQuAD's JSON. Fields that neither needs are passed over. */
public final class PassageJson {

  private final JsonReading json;

  /**
   * Of a stream.
   *
   * @param json the stream
   */
  public PassageJson(JsonReading json) {
    this.json = json;
  }

  /**
   * Reads a whole file of either form.
   *
   * @return the passages in the file's order
   */
  public List<Passage> document() {
    List<Passage> passages =
        switch (json.peek()) {
          case BEGIN_ARRAY -> passages();
          case BEGIN_OBJECT -> squad();
          default ->
              throw json.wrong(
                  json.path(),
                  "must be an array (SEAL) or an object with \"data\" (SQuAD); give a file of one"
                      + " of these forms");
        };
    json.end();
    return List.copyOf(passages);
  }

  /**
   * Reads an array in SEAL's form: {@code [{title, context, questions: [{question, answer}]}]}.
   *
   * @return the passages in the array's order
   */
  public List<Passage> passages() {
    return List.copyOf(json.list(this::passage));
  }

  private Passage passage() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable String title;
          @Nullable String context;
          @Nullable List<Question> questions;
        };
    json.object(
        name -> {
          switch (name) {
            case "title" -> fields.title = json.string();
            case "context" -> fields.context = json.filledString();
            case "questions" -> fields.questions = json.list(this::question);
            default -> json.skip();
          }
        });
    return new Passage(
        json.required(fields.title, place, "title"),
        json.required(fields.context, place, "context"),
        json.required(fields.questions, place, "questions"));
  }

  private Question question() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable String question;
          @Nullable String answer;
        };
    json.object(
        name -> {
          switch (name) {
            case "question" -> fields.question = json.filledString();
            case "answer" -> fields.answer = json.filledString();
            default -> json.skip();
          }
        });
    return new Question(
        json.required(fields.question, place, "question"),
        json.required(fields.answer, place, "answer"));
  }

  private List<Passage> squad() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable List<List<Passage>> articles;
        };
    json.object(
        name -> {
          if (name.equals("data")) {
            fields.articles = json.list(this::article);
          } else {
            json.skip();
          }
        });
    return json.required(fields.articles, place, "data").stream().flatMap(List::stream).toList();
  }

  private List<Passage> article() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable String title;
          @Nullable List<Paragraph> paragraphs;
        };
    json.object(
        name -> {
          switch (name) {
            case "title" -> fields.title = json.string().replace('_', ' ');
            case "paragraphs" -> fields.paragraphs = json.list(this::paragraph);
            default -> json.skip();
          }
        });
    String title = json.required(fields.title, place, "title");
    return json.required(fields.paragraphs, place, "paragraphs").stream()
        .map(paragraph -> new Passage(title, paragraph.context(), paragraph.questions()))
        .toList();
  }

  private Paragraph paragraph() {
    String place = json.path();
    List<Question> questions = new ArrayList<>();
    var fields =
        new Object() {
          @Nullable String context;
          boolean asked;
        };
    json.object(
        name -> {
          switch (name) {
            case "context" -> fields.context = json.filledString();
            case "qas" -> {
              fields.asked = true;
              json.list(() -> addAnswerable(questions));
            }
            default -> json.skip();
          }
        });
    String context = json.required(fields.context, place, "context");
    json.required(fields.asked ? questions : null, place, "qas");
    return new Paragraph(context, questions);
  }

  private boolean addAnswerable(List<Question> questions) {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable String question;
          @Nullable List<String> answers;
          boolean impossible;
        };
    json.object(
        name -> {
          switch (name) {
            case "question" -> fields.question = json.filledString();
            case "answers" -> fields.answers = json.list(this::answer);
            case "is_impossible" -> fields.impossible = json.bool();
            default -> json.skip();
          }
        });
    String question = json.required(fields.question, place, "question");
    List<String> answers = json.required(fields.answers, place, "answers");
    if (fields.impossible) {
      return false;
    }
    if (answers.isEmpty()) {
      throw json.wrong(
          place,
          "has no answer; add one, or mark it \"is_impossible\": true if the passage gives none");
    }
    return questions.add(new Question(question, List.copyOf(new LinkedHashSet<>(answers))));
  }

  private String answer() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable String text;
        };
    json.object(
        name -> {
          if (name.equals("text")) {
            fields.text = json.filledString();
          } else {
            json.skip();
          }
        });
    return json.required(fields.text, place, "text");
  }

  private record Paragraph(String context, List<Question> questions) {}
}
