package dev.seal.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {

  @ParameterizedTest
  @ValueSource(strings = {"folder:a/b", "gguf:a/b.gguf", "resource:org/example/model"})
  void what_is_printed_is_read_back(String text) {
    assertThat(ModelRef.parse(text)).hasToString(text);
    assertThat(ModelRef.parse(ModelRef.parse(text).toString())).isEqualTo(ModelRef.parse(text));
  }

  @Test
  void each_kind_prints_its_prefix() {
    Path path = Path.of("a", "b");
    assertThat(ModelRef.folder(path)).hasToString("folder:" + path);
    assertThat(ModelRef.gguf(path)).hasToString("gguf:" + path);
    assertThat(ModelRef.resource("a/b")).hasToString("resource:a/b");
  }

  @Test
  void takes_a_bare_path_of_what_is_there(@TempDir Path folder) throws IOException {
    assertThat(ModelRef.parse(folder.toString())).isEqualTo(ModelRef.folder(folder));
    Path file = Files.createFile(folder.resolve("Model.GGUF"));
    assertThat(ModelRef.parse(file.toString())).isEqualTo(ModelRef.gguf(file));
    Path other = Files.createFile(folder.resolve("model.bin"));
    refused("");
    refused(other.toString());
    refused(folder.resolve("missing.gguf").toString());
  }

  private static void refused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelRef.parse(text))
        .withMessage(
            "no model at \""
                + text
                + "\"; give an existing folder in Hugging Face layout, an existing .gguf file, or"
                + " resource:NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/b", "a/b/", "/", "", " "})
  void refuses_a_resource_name_that_is_blank_or_has_outer_slashes(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelRef.resource(name))
        .withMessage(
            "a resource name must not be blank or begin or end with a slash, but was \""
                + name
                + '"');
  }
}
