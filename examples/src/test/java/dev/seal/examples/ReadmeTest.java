package dev.seal.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {

  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "seal", "examples");

  @ParameterizedTest
  @ValueSource(strings = {"FirstSteps", "BetterWriter", "PuzzleSolver"})
  void the_code_in_the_readme_is_the_code_that_a_test_runs(String program) throws IOException {
    String source = Files.readString(SOURCES.resolve(program + ".java"));
    int begin = source.indexOf("// README begin\n") + "// README begin\n".length();
    int end = source.indexOf("    // README end");
    String code = source.substring(begin, end).stripTrailing().stripIndent();

    assertThat(Files.readString(Path.of("..", "README.md"))).contains("```java\n" + code + "\n```");
  }
}
