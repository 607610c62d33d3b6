package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

class DecodeIT {

  @Test
  void decodes_beside_llama_cpp() {
    Run run =
        Run.of(
            new Decode(),
            Recordings.smolLm2().toString(),
            "--rows",
            "1,2",
            "--tokens",
            "8",
            "--repeats",
            "1",
            "--device",
            "cpu");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.figures().getAsJsonArray("decoding")).hasSize(2);
    JsonObject two = run.figures().getAsJsonArray("decoding").get(1).getAsJsonObject();
    assertThat(two.get("rows").getAsInt()).isEqualTo(2);
    for (String side : new String[] {"seal", "llama_cpp"}) {
      JsonObject figures = two.getAsJsonObject(side);
      assertThat(figures.getAsJsonObject("tok_per_s").get("median").getAsDouble()).isPositive();
      assertThat(figures.getAsJsonObject("prompt_s").get("median").getAsDouble()).isPositive();
    }
  }
}
