package dev.seal.tasks.fewshot;

/** The fixed words of prompts. */
final class FewShotPrompts {

  /** In front of pairs as arrays. */
  static final String ARRAYS =
      """
      Each example below is a grid, an arrow, and what one hidden rule makes of that grid. Find the \
      rule and apply it to the last grid. Grids are arrays of the numbers 0 to 9. Answer with an \
      array in the same form, followed by #.
      """;

  /** Asks for a self-edit in the words that the embedded grid model was trained with. */
  static final String SHORT =
      "Choose how to augment the examples above and how to train on them. Answer in JSON.\n";

  /** Asks for a self-edit, and says of what form. */
  static final String WHOLE =
      """
      ------

      A small model is to be trained on the examples above, so that it can solve others of the same \
      rule. Decide how.

      Which further examples are to be made of these? Answer true or false for each tool:
      - use_basic_augmentations: turned, flipped, mirrored and shifted grids
      - use_size_augmentations: enlarged grids
      - use_chain_augmentations: turned or flipped grids, then enlarged
      - use_repeat_augmentations: grids repeated side by side

      How is the model to be trained on them?
      - strategy: "train_using_all_tokens", or "train_using_output_tokens" for the output grids alone
      - learning_rate: a number from 0.000001 to 0.1
      - num_train_epochs: a whole number from 1 to 100

      Answer with one JSON object and nothing else, in which values take the place of the dots:

      {"data_generation": {"use_basic_augmentations": ..., "use_size_augmentations": ..., \
      "use_chain_augmentations": ..., "use_repeat_augmentations": ...}, "training": {"strategy": \
      ..., "learning_rate": ..., "num_train_epochs": ...}}
      """;

  private FewShotPrompts() {}
}
