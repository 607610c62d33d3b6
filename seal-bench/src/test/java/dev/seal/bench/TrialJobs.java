package dev.seal.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs small enough for tests. */
final class TrialJobs {

  private TrialJobs() {}

  /** Two candidates of three documents each, on practice people. */
  static Map<String, Object> small(String model) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("model", model);
    job.put("rank", 4);
    job.put("alpha", 8);
    job.put("modules", List.of("q_proj", "down_proj"));
    job.put("lr", 1e-3);
    job.put("epochs", 2);
    job.put(
        "prompt", "Read the following passage.\n\nPassage:\nHelna Example\nHelna Example was a");
    job.put("samples", 2);
    job.put("sample_tokens", 3);
    job.put(
        "candidates",
        List.of(
            List.of("Helna Example was a potter.", "A potter.", "Helna Example"),
            List.of("The award of Helna Example", "Helna Example spoke Tamil.", "Tamil")));
    job.put("questions", List.of("What did Helna Example speak?", "Who was Helna Example?"));
    job.put("answer_tokens", 2);
    return job;
  }

  static Path write(Path folder, Map<String, Object> job) {
    try {
      return Files.writeString(folder.resolve("job.json"), new Gson().toJson(job));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
