package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedIT {

  @TempDir Path folder;

  private Run save(String model, String out, String... options) {
    String[] all = new String[4 + options.length];
    System.arraycopy(options, 0, all, 4, options.length);
    all[0] = "--model";
    all[1] = model;
    all[2] = "--out";
    all[3] = folder.resolve(out).toString();
    return Run.of(new Saved(), all);
  }

  @Test
  void a_saved_model_that_is_saved_again_is_the_same_and_answers_the_same() throws Exception {
    Run first = save("practice", "first", "--epochs", "1");
    Run second = save(folder.resolve("first/model").toString(), "second", "--no-training");

    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
    assertThat(first.figures().get("answers").getAsInt()).isEqualTo(40);
    assertThat(second.figures().get("fingerprint")).isEqualTo(first.figures().get("fingerprint"));
    for (String file :
        new String[] {
          "answers.json", "model/model.safetensors", "model/config.json", "model/seal.json"
        }) {
      assertThat(
              Files.mismatch(
                  folder.resolve("first").resolve(file), folder.resolve("second").resolve(file)))
          .as(file)
          .isEqualTo(-1);
    }
  }

  @Test
  void an_adapter_and_no_training_exclude_each_other() {
    Run run = save("practice", "out", "--no-training", "--adapter", "somewhere");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--adapter=PEFT_FOLDER, --no-training are mutually exclusive");
  }
}
