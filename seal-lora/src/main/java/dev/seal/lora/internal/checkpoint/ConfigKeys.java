package dev.seal.lora.internal.checkpoint;

import dev.seal.api.UnsupportedModelException;
import java.util.Map;
import java.util.Set;

/**
 * What each key of a {@code config.json} means for the mathematics. A key that is in none of the
 * three groups is refused: it might change what the model computes, and nobody would notice.
 */
final class ConfigKeys {

  /** Read by {@link ConfigJson}, {@link RotaryJson} and {@link AttentionWindow}. */
  private static final Set<String> READ =
      Set.of(
          "architectures",
          "model_type",
          "num_hidden_layers",
          "hidden_size",
          "num_attention_heads",
          "num_key_value_heads",
          "head_dim",
          "intermediate_size",
          "vocab_size",
          "max_position_embeddings",
          "rms_norm_eps",
          "rope_theta",
          "rope_parameters",
          "rope_scaling",
          "attention_bias",
          "mlp_bias",
          "sliding_window",
          "use_sliding_window",
          "max_window_layers",
          "layer_types",
          "tie_word_embeddings",
          "hidden_act",
          "eos_token_id");

  /** Must be absent, null, false, empty, or the text given here (none where it is empty). */
  private static final Map<String, String> NEUTRAL =
      Map.ofEntries(
          Map.entry("rope_interleaved", ""),
          Map.entry("use_mrope", ""),
          Map.entry("partial_rotary_factor", "1.0"),
          Map.entry("pretraining_tp", "1"),
          Map.entry("quantization_config", ""),
          Map.entry("compression_config", ""),
          Map.entry("quantization", ""),
          Map.entry("dual_chunk_attention_config", ""),
          Map.entry("auto_map", ""),
          Map.entry("pruned_heads", ""),
          Map.entry("is_encoder_decoder", ""),
          Map.entry("add_cross_attention", ""),
          Map.entry("cross_attention_hidden_size", ""),
          Map.entry("tie_encoder_decoder", ""));

  /**
   * What training runs, other frameworks and generation keep here; none of it is in the forward
   * pass.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          // where it came from, and how it was stored
          "_name_or_path",
          "_model_name_or_path", // transformers, of a GGUF file
          "name_or_path",
          "_commit_hash",
          "transformers_version",
          "torch_dtype",
          "dtype",
          "transformers.js_config",
          "unsloth_version",
          "unsloth_fixed",
          "is_llama_config",
          "model_name",
          "finetuning_task",
          "tokenizer_class",
          "max_sequence_length",
          "license",
          // how another library runs it
          "use_cache",
          "_attn_implementation",
          "_attn_implementation_autoset",
          "attn_implementation",
          "_flash_attn_2_enabled",
          "use_flash_attn",
          "gradient_checkpointing",
          "chunk_size_feed_forward",
          "output_hidden_states",
          "output_attentions",
          "return_dict",
          "return_dict_in_generate",
          "output_scores",
          "torchscript",
          "use_bfloat16",
          "tf_legacy_loss",
          "is_decoder",
          // how it was initialised and trained
          "initializer_range",
          "attention_dropout",
          "hidden_dropout",
          "neftune_noise_alpha",
          // tokens and labels
          "bos_token_id",
          "pad_token_id",
          "sep_token_id",
          "unk_token_id",
          "decoder_start_token_id",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "id2label",
          "label2id",
          "num_labels",
          "problem_type",
          "task_specific_params",
          "prefix",
          // how a text is drawn
          "max_length",
          "min_length",
          "do_sample",
          "early_stopping",
          "num_beams",
          "num_beam_groups",
          "diversity_penalty",
          "temperature",
          "top_k",
          "top_p",
          "typical_p",
          "repetition_penalty",
          "length_penalty",
          "no_repeat_ngram_size",
          "encoder_no_repeat_ngram_size",
          "bad_words_ids",
          "num_return_sequences",
          "remove_invalid_values",
          "exponential_decay_length_penalty",
          "suppress_tokens",
          "begin_suppress_tokens");

  private ConfigKeys() {}

  /**
   * Refuses every key that changes the mathematics in a way this library does not compute, and
   * every unknown one.
   */
  static void check(JsonFields config) {
    for (String key : config.keys()) {
      if (NEUTRAL.containsKey(key)) {
        requireNeutral(config, key, String.valueOf(NEUTRAL.get(key)));
      } else if (!READ.contains(key) && !HARMLESS.contains(key)) {
        throw new UnsupportedModelException(
            "%s: the key \"%s\" (%s) is not known to this version, and may change what the model computes; choose another model, or remove the key if it is only a note"
                .formatted(config.file(), config.path(key), config.text(key)));
      }
    }
  }

  private static void requireNeutral(JsonFields config, String key, String neutral) {
    boolean number = !neutral.isEmpty() && !config.isEmptyOrFalse(key);
    if (number ? config.number(key) != Double.parseDouble(neutral) : !config.isEmptyOrFalse(key)) {
      throw new UnsupportedModelException(
          "%s: \"%s\" is %s, which this library does not compute; choose a model without it"
              .formatted(config.file(), config.path(key), config.text(key)));
    }
  }
}
