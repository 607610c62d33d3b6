package dev.seal.tasks.fewshot;

import static dev.seal.tasks.fewshot.AugmentationGroup.BASIC;
import static dev.seal.tasks.fewshot.AugmentationGroup.CHAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Sets;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolChoiceTest {

  private static final String DATA =
      "{\"use_basic_augmentations\": true, \"use_size_augmentations\": false,"
          + " \"use_chain_augmentations\": true, \"use_repeat_augmentations\": false}";
  private static final String TRAINING =
      "{\"strategy\": \"train_using_output_tokens\", \"learning_rate\": 0.003,"
          + " \"num_train_epochs\": 2}";
  private static final String EDIT =
      "{\"data_generation\": " + DATA + ", \"training\": " + TRAINING + '}';
  private static final ToolChoice CHOICE =
      new ToolChoice(Set.of(CHAIN, BASIC), Strategy.OUTPUT_TOKENS, 0.003, 2);

  private static ToolChoice read(String edit) {
    return ToolChoice.of(new SelfEdit(edit));
  }

  @Test
  void is_written_on_one_line_with_spaces_behind_commas_and_colons() {
    assertThat(CHOICE.toSelfEdit().text()).isEqualTo(EDIT);
    assertThat(ToolChoice.PAPER_ORACLE.toSelfEdit().text())
        .isEqualTo(
            "{\"data_generation\": {\"use_basic_augmentations\": true,"
                + " \"use_size_augmentations\": true, \"use_chain_augmentations\": true,"
                + " \"use_repeat_augmentations\": true}, \"training\": {\"strategy\":"
                + " \"train_using_output_tokens\", \"learning_rate\": 0.0001,"
                + " \"num_train_epochs\": 2}}");
  }

  @Test
  void every_choice_is_read_as_it_was_written() {
    for (Set<AugmentationGroup> groups : Sets.powerSet(EnumSet.allOf(AugmentationGroup.class))) {
      for (Strategy strategy : Strategy.values()) {
        for (double rate : new double[] {1e-6, 1.5e-5, 1e-4, 0.00123456789, 1.0 / 30, 0.1}) {
          for (int epochs : new int[] {1, 2, 100}) {
            ToolChoice choice = new ToolChoice(groups, strategy, rate, epochs);
            assertThat(ToolChoice.of(choice.toSelfEdit())).isEqualTo(choice);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofOneMeaning")
  void the_order_of_keys_white_space_and_the_way_to_write_a_rate_do_not_matter(String edit) {
    assertThat(read(edit)).isEqualTo(CHOICE);
  }

  static Stream<String> ofOneMeaning() {
    return Stream.of(
        EDIT,
        "\n  " + EDIT + "\n\n",
        EDIT.replace(" ", ""),
        EDIT.replace(", ", ",\n\t"),
        EDIT.replace("0.003", "3e-3"),
        EDIT.replace("0.003", "3.0E-03"),
        EDIT.replace("0.003", "0.00300"),
        EDIT.replace("strategy", "strateg\\u0079"),
        "{\"training\": {\"num_train_epochs\": 2, \"strategy\": \"train_using_output_tokens\","
            + " \"learning_rate\": 0.003}, \"data_generation\": "
            + DATA
            + '}');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true, \"use_size | \"true\", \"use_size | $.data_generation.use_basic_augmentations must"
            + " be true or false, but is the string \"true\"",
        "true, \"use_size | 1, \"use_size | $.data_generation.use_basic_augmentations must be true"
            + " or false, but is the number 1",
        "true, \"use_size | null, \"use_size | $.data_generation.use_basic_augmentations must be"
            + " true or false, but is null",
        "use_size_augmentations | use_colour_augmentations | $.data_generation has an unknown key"
            + " \"use_colour_augmentations\"",
        "\"use_size_augmentations\": false, | '' | $.data_generation has no"
            + " \"use_size_augmentations\"",
        "use_size_augmentations | use_basic_augmentations |"
            + " $.data_generation.use_basic_augmentations is given twice",
        "\"learning_rate\": 0.003, | '' | $.training has no \"learning_rate\"",
        "\"strategy\" | \"plan\" | $.training has an unknown key \"plan\"",
        "0.003, | 0.003, \"learning_rate\": 0.003, | $.training.learning_rate is given twice",
        "0.003 | \"0.003\" | $.training.learning_rate must be a number from 1.0E-6 to 0.1, but is"
            + " the string \"0.003\"",
        "0.003 | [0.003] | $.training.learning_rate must be a number from 1.0E-6 to 0.1, but is an"
            + " array",
        "epochs\": 2 | epochs\": 2.0 | $.training.num_train_epochs must be a whole number from 1 to"
            + " 100, but is 2.0",
        "epochs\": 2 | epochs\": 1e0 | $.training.num_train_epochs must be a whole number from 1 to"
            + " 100, but is 1e0",
        "epochs\": 2 | epochs\": \"2\" | $.training.num_train_epochs must be a whole number from 1"
            + " to 100, but is the string \"2\"",
        "epochs\": 2 | epochs\": 0 | $.training.num_train_epochs must be a whole number from 1 to"
            + " 100, but is 0",
        "epochs\": 2 | epochs\": -0 | $.training.num_train_epochs must be a whole number from 1 to"
            + " 100, but is -0",
        "epochs\": 2 | epochs\": 101 | $.training.num_train_epochs must be a whole number from 1 to"
            + " 100, but is 101",
        "epochs\": 2 | epochs\": 99999999999 | $.training.num_train_epochs must be a whole number"
            + " from 1 to 100, but is 99999999999",
        "output_tokens | no_tokens | $.training.strategy must be train_using_all_tokens or"
            + " train_using_output_tokens, but is \"train_using_no_tokens\"",
        "\"train_using_output_tokens\" | 1 | $.training.strategy must be a string, but is the"
            + " number 1",
      })
  void a_bad_value_is_refused_with_its_place(String good, String bad, String complaint) {
    assertThat(EDIT).contains(good);
    refuses(
        EDIT.replace(good, bad),
        "self-edit: " + complaint + "; sample again, or allow more tokens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.003", "1e-7", "1e-999", "0.2", "0.10000001", "1e999"})
  void a_rate_out_of_range_is_refused(String rate) {
    refuses(
        EDIT.replace("0.003", rate),
        "self-edit: $.training.learning_rate must be a number from 1.0E-6 to 0.1, but is "
            + rate
            + "; sample again, or allow more tokens");
  }

  @Test
  void missing_parts_and_other_kinds_of_json_are_refused() {
    String end = "; sample again, or allow more tokens";
    refuses("{}", "self-edit: $ has no \"data_generation\"" + end);
    refuses("{\"data_generation\": " + DATA + '}', "self-edit: $ has no \"training\"" + end);
    refuses(
        "{\"data_generation\": [], \"training\": " + TRAINING + '}',
        "self-edit: $.data_generation must be an object, but is an array" + end);
    refuses(
        "{\"training\": {}, \"reason\": \"x\"}", "self-edit: $.training has no \"strategy\"" + end);
    refuses(
        "{\"reason\": \"x\", \"training\": {}}",
        "self-edit: $ has an unknown key \"reason\"" + end);
    refuses('[' + EDIT + ']', "self-edit: $ must be an object, but is an array" + end);
    refuses("7", "self-edit: $ must be an object, but is the number 7" + end);
    refuses("null", "self-edit: $ must be an object, but is null" + end);
    refuses(
        "\"" + "x".repeat(99) + '"',
        "self-edit: $ must be an object, but is the string \"" + "x".repeat(60) + "...\"" + end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "Use all tools.",
        "```json\n{}\n```",
        "{\"data_generation\": {\"use_basic_aug",
        "{\"training\": {\"learning_rate\": NaN}}",
        "{\"training\": {\"learning_rate\": Infinity}}",
        "{\"training\": {\"learning_rate\": .003}}",
        "{\"training\": {\"num_train_epochs\": 02}}",
        "{'training': {}}",
        "{training: {}}",
        "{\"training\": {\"strategy\" = \"x\"}}",
        "{\"data_generation\": {\"use_basic_augmentations\": True}}"
      })
  void what_is_no_json_is_refused(String edit) {
    assertThatThrownBy(() -> read(edit))
        .isInstanceOf(UnusableEditException.class)
        .hasMessageStartingWith("self-edit: not valid JSON at $")
        .hasMessageEndingWith("); sample again, or allow more tokens");
  }

  @ParameterizedTest
  @ValueSource(strings = {" x", "{}", "\n\nInput:", "}", ",", "0"})
  void nothing_may_follow(String more) {
    assertThatThrownBy(() -> read(EDIT + more))
        .isInstanceOf(UnusableEditException.class)
        .hasMessageStartingWith("self-edit: not valid JSON at $ (syntax error at line ")
        .hasMessageEndingWith("); sample again, or allow more tokens");
  }

  static Stream<Named<String>> huge() {
    int many = 10_000_000;
    return Stream.of(
        Named.of("deep arrays", "[".repeat(100_000)),
        Named.of("deep objects", "{\"a\":".repeat(100_000)),
        Named.of("deep objects of a known name", "{\"data_generation\":".repeat(100_000)),
        Named.of("a deep value", EDIT.replace("true", "[".repeat(100_000))),
        Named.of("a word", "x".repeat(many)),
        Named.of("spaces", " ".repeat(many)),
        Named.of("a number", "9".repeat(many)),
        Named.of("a string", '"' + "x".repeat(many) + '"'),
        Named.of("a key", "{\"" + "k".repeat(many) + "\": 1}"),
        Named.of("a strategy", EDIT.replace("train_using_output_tokens", "x".repeat(many))),
        Named.of("a rate", EDIT.replace("0.003", "0." + "3".repeat(many))),
        Named.of("a rate of 1000 digits", EDIT.replace("0.003", "3".repeat(1000))),
        Named.of("epochs of 1000 digits", EDIT.replace(": 2}", ": " + "2".repeat(1000) + '}')),
        Named.of("a number for a tool", EDIT.replace("true", "3".repeat(1000))),
        Named.of("what follows", EDIT + " ".repeat(many) + 'x'));
  }

  @ParameterizedTest
  @MethodSource("huge")
  void deep_and_long_texts_are_refused_in_a_few_words(String edit) {
    assertThatThrownBy(() -> read(edit))
        .isInstanceOf(UnusableEditException.class)
        .satisfies(refusal -> assertThat(refusal.getMessage().length()).isLessThan(250));
  }

  private static void refuses(String edit, String message) {
    assertThatThrownBy(() -> read(edit))
        .isInstanceOf(UnusableEditException.class)
        .hasMessage(message);
  }

  @Test
  void keeps_the_groups_in_their_order_and_to_itself() {
    Set<AugmentationGroup> given = new HashSet<>(List.of(CHAIN, BASIC));
    ToolChoice choice = new ToolChoice(given, Strategy.ALL_TOKENS, 0.1, 100);
    given.clear();
    assertThat(choice.augmentations()).containsExactly(BASIC, CHAIN);
    assertThatThrownBy(() -> choice.augmentations().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void cannot_be_made_of_values_out_of_range() {
    Set<AugmentationGroup> none = Set.of();
    assertThatThrownBy(() -> new ToolChoice(none, Strategy.ALL_TOKENS, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning_rate must be from 1.0E-6 to 0.1, but was NaN");
    assertThatThrownBy(() -> new ToolChoice(none, Strategy.ALL_TOKENS, 1e-3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("num_train_epochs must be from 1 to 100, but was 0");
    assertThatThrownBy(() -> new ToolChoice(none, Strategy.ALL_TOKENS, 1e-3, 101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("num_train_epochs must be from 1 to 100, but was 101");
    assertThatThrownBy(() -> new ToolChoice(none, null, 1e-3, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("strategy");
    assertThatThrownBy(() -> new ToolChoice(null, Strategy.ALL_TOKENS, 1e-3, 1))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void the_papers_oracle_has_all_augmentations_and_the_loss_on_outputs() {
    assertThat(ToolChoice.PAPER_ORACLE)
        .isEqualTo(
            new ToolChoice(
                EnumSet.allOf(AugmentationGroup.class), Strategy.OUTPUT_TOKENS, 0.0001, 2));
  }
}
