package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseStarted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

  @TempDir private Path folder;

  private static PhaseStarted started(Phase phase) {
    return new PhaseStarted(phase, 1);
  }

  private static PhaseFinished finished(Phase phase) {
    return new PhaseFinished(phase, 1, 0, Duration.ZERO);
  }

  @Test
  void each_line_is_in_the_file_at_once_behind_those_of_earlier_runs() throws IOException {
    Path file = Files.writeString(folder.resolve("events.txt"), "started TRAIN\n");
    EventTail tail = new EventTail(file);
    try (EventFile events = EventFile.to(file)) {
      TwoListeners both = new TwoListeners(EventFile.to(null), events);
      both.phaseStarted(started(Phase.FINE_TUNE));
      assertThat(tail.next()).containsExactly("started FINE_TUNE");
      both.phaseFinished(finished(Phase.FINE_TUNE));
      events.started("REPORT");
      assertThat(tail.next()).containsExactly("finished FINE_TUNE", "started REPORT");
      assertThat(tail.next()).isEmpty();
    }
    assertThat(file)
        .hasContent("started TRAIN\nstarted FINE_TUNE\nfinished FINE_TUNE\nstarted REPORT\n");
  }

  @Test
  void half_a_line_is_read_when_it_is_whole() throws IOException {
    Path file = folder.resolve("events.txt");
    EventTail tail = new EventTail(file);
    assertThat(tail.next()).isEmpty();
    Files.writeString(file, "started A\nfini");
    assertThat(tail.next()).containsExactly("started A");
    assertThat(tail.next()).isEmpty();
    Files.writeString(file, "shed A\n", StandardOpenOption.APPEND);
    assertThat(tail.next()).containsExactly("finished A");
  }

  @Test
  void a_file_that_cannot_be_written_is_named() {
    Path file = folder.resolve("none").resolve("events.txt");

    assertThatThrownBy(() -> EventFile.to(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write " + file)
        .hasMessageEndingWith("; give another file");
  }

  @Test
  void the_last_line_says_where_a_run_was() {
    assertThat(KillMoment.of("started TRAIN")).isEqualTo(KillMoment.TRAIN);
    assertThat(KillMoment.of("started REPORT")).isEqualTo(KillMoment.REPORT);
    assertThat(KillMoment.of("finished TRAIN")).isEqualTo(KillMoment.RECORD);
    assertThat(KillMoment.of("finished MERGE")).isEqualTo(KillMoment.ELSEWHERE);
    assertThat(KillMoment.of("started GRADE")).isEqualTo(KillMoment.ELSEWHERE);
    assertThat(KillMoment.of("started ELSEWHERE")).isEqualTo(KillMoment.ELSEWHERE);
    assertThat(KillMoment.of("")).isEqualTo(KillMoment.ELSEWHERE);
  }
}
