package dev.seal.lora.internal.checkpoint;

import dev.seal.api.model.Recommended;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model on disk, checked when it was opened: the tensors are exactly those that {@link #config()}
 * calls for, in its shapes and under Hugging Face's names. Safe for use by several threads. Owned
 * by whoever opened it.
 */
public interface Checkpoint extends AutoCloseable {

  /** What to call the model in messages: its folder's or file's name. */
  String name();

  ModelConfig config();

  /** The names of all tensors, those of {@link ModelTensors#shapes}. */
  Set<String> tensorNames();

  /**
   * The shape of a tensor: (rows, columns) of a matrix, (elements) of a vector.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  long[] shape(String name);

  /**
   * The encoding of what {@link #read} returns; F32 where the file holds a quantised type.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  TensorType type(String name);

  /**
   * Copies the rows {@code [firstRow, firstRow + rows)} of a matrix, or as many elements of a
   * vector, and moves the target's position behind them.
   *
   * @param target a little-endian buffer with room for {@code rows * columns} elements
   * @throws IllegalArgumentException if there is no such tensor, if the rows are not in it, or if
   *     they take more than {@link Integer#MAX_VALUE} bytes
   * @throws java.nio.BufferOverflowException if the target has no room for them
   */
  void read(String name, int firstRow, int rows, ByteBuffer target);

  /**
   * The file that a tensor is in, as messages name it.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  String fileOf(String name);

  /** The text of a {@code tokenizer.json}. */
  String tokenizerJson();

  /** The chat template, in the dialect of Jinja that Hugging Face uses. */
  Optional<String> chatTemplate();

  /** What the chat template knows as {@code bos_token}. */
  Optional<String> beginText();

  /** What the chat template knows as {@code eos_token}. */
  Optional<String> endText();

  /**
   * The tokens that end a completion: at least one, all in the vocabulary, the first one closes a
   * training document. In a folder see {@link EndTokens}; in GGUF {@code eos_token_id}, which
   * converters take from the tokenizer's {@code eos_token}, comes before {@code eot_token_id}.
   */
  List<Integer> endTokens();

  /** What the model asks to be used with; {@link Recommended#NONE} where it says nothing. */
  Recommended recommended();

  @Override
  void close();
}
