package dev.seal.lora.internal.jinja;

/** Python's {@code None}. */
enum None {
  NONE
}
