package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetSizesTest {

  @TempDir private Path folder;

  @Test
  void practice_puzzles_of_all_numbers_of_pairs_have_about_as_much_as_in_the_papers_code() {
    Run run = Run.of(new TrainingSetSizes());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("pairs +puzzles +none +basic +size +chain +repeat +all")
        .containsPattern("(?m)^ +3 +48 +9 / 10\\.\\d / 12 ");
    JsonArray sizes = run.figures().getAsJsonArray("sizes");
    assertThat(sizes).hasSize(3);
    JsonObject three = sizes.get(1).getAsJsonObject();
    assertThat(three.get("pairs").getAsInt()).isEqualTo(3);
    assertThat(mean(three, "none")).isBetween(9.0, 12.0);
    assertThat(mean(three, "basic")).isBetween(190.0, 216.0);
    assertThat(mean(three, "size")).isEqualTo(72);
    assertThat(mean(three, "chain")).isBetween(118.0, 126.0);
    assertThat(mean(three, "repeat")).isEqualTo(72);
    assertThat(mean(three, "all")).isBetween(420.0, 432.0);
  }

  private static double mean(JsonObject row, String group) {
    return row.getAsJsonObject(group).get("mean").getAsDouble();
  }

  @Test
  void puzzles_of_a_file_count_by_the_pairs_that_they_have() throws IOException {
    Path data = ArcFile.write(folder.resolve("arc.json"));

    Run run = Run.of(new TrainingSetSizes(), "--data", data.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonArray sizes = run.figures().getAsJsonArray("sizes");
    assertThat(sizes).hasSize(1);
    assertThat(sizes.get(0).getAsJsonObject().get("puzzles").getAsInt()).isEqualTo(3);
  }
}
