package dev.seal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Path SOURCE =
      Path.of("src", "main", "java", "dev", "seal", "examples", "FirstSteps.java");

  @Test
  void the_code_in_the_readme_is_the_code_that_a_test_runs() throws IOException {
    String source = Files.readString(SOURCE);
    int begin = source.indexOf("// README begin\n") + "// README begin\n".length();
    int end = source.indexOf("    // README end");
    String code = source.substring(begin, end).stripTrailing().stripIndent();

    assertThat(Files.readString(Path.of("..", "README.md"))).contains("```java\n" + code + "\n```");
  }
}
