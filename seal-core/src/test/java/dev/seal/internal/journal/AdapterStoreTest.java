package dev.seal.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.DataFormatException;
import dev.seal.api.model.Adapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterStoreTest {

  private static final Adapter ADAPTER = new TwoFiles("config", "weights");

  @TempDir Path folder;
  private Journal journal;

  @BeforeEach
  void open() {
    journal = Journal.open(folder);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void an_adapter_is_named_by_its_files_and_found_again() throws IOException {
    String hash = journal.storeAdapter(ADAPTER);
    assertThat(hash).matches("[0-9a-f]{64}");
    Path stored = journal.adapter(hash);
    assertThat(stored).isEqualTo(folder.resolve("adapters").resolve(hash));
    assertThat(stored.resolve("adapter_config.json")).hasContent("config");
    assertThat(stored.resolve("adapter_model.safetensors")).hasContent("weights");
    assertThat(journal.storeAdapter(new TwoFiles("config", "weights"))).isEqualTo(hash);
    assertThat(journal.storeAdapter(new TwoFiles("configw", "eights"))).isNotEqualTo(hash);
    assertThat(folder.resolve("adapters").toFile().list()).hasSize(2);
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void an_adapter_is_found_by_the_next_process() {
    String hash = journal.storeAdapter(ADAPTER);
    journal.close();
    journal = Journal.open(folder);
    assertThat(journal.adapter(hash)).isDirectory();
  }

  @Test
  void changed_added_and_missing_files_are_noticed_and_stored_anew() throws IOException {
    String hash = journal.storeAdapter(ADAPTER);
    Path stored = journal.adapter(hash);
    Files.writeString(stored.resolve("adapter_config.json"), "confiG");
    assertDamaged(hash);
    journal.storeAdapter(ADAPTER);
    assertThat(journal.adapter(hash).resolve("adapter_config.json")).hasContent("config");
    Files.createFile(stored.resolve("note.txt"));
    assertDamaged(hash);
    Files.delete(stored.resolve("note.txt"));
    Files.delete(stored.resolve("adapter_config.json"));
    assertDamaged(hash);
    Files.delete(stored.resolve("adapter_model.safetensors"));
    Files.delete(stored);
    assertThatThrownBy(() -> journal.adapter(hash))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            "adapter "
                + stored
                + " is missing; restore the folder from a copy, or start over in another run"
                + " folder");
  }

  private void assertDamaged(String hash) {
    assertThatThrownBy(() -> journal.adapter(hash))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining(hash + " was changed: its files have the hash ")
        .hasMessageEndingWith(
            "; restore the folder from a copy, or start over in another run folder");
  }

  @Test
  void a_name_that_is_no_hash_is_refused() {
    assertThatThrownBy(() -> journal.adapter("../objects"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but the name is \"../objects\"; give what storing it returned");
  }

  @Test
  void an_adapter_that_cannot_be_saved_leaves_nothing() throws IOException {
    Files.delete(folder.resolve("tmp"));
    Files.createFile(folder.resolve("tmp"));
    assertThatThrownBy(() -> journal.storeAdapter(ADAPTER))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write an adapter into run folder " + folder + ": ")
        .hasMessageContaining("; 0 steps are safe there;");
    assertThat(folder.resolve("adapters")).isEmptyDirectory();
  }

  @Test
  void without_a_folder_adapters_have_the_same_names_and_go_with_the_run() {
    Path stored;
    try (Steps steps = Steps.none()) {
      String hash = steps.storeAdapter(ADAPTER);
      assertThat(hash).isEqualTo(journal.storeAdapter(ADAPTER));
      assertThat(steps.storeAdapter(ADAPTER)).isEqualTo(hash);
      stored = steps.adapter(hash);
      assertThat(stored.resolve("adapter_config.json")).hasContent("config");
    }
    assertThat(stored.getParent()).doesNotExist();
  }
}
