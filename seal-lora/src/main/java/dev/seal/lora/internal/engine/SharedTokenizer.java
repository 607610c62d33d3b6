package dev.seal.lora.internal.engine;

import dev.seal.lora.internal.text.ModelTokenizer;
import java.util.concurrent.atomic.AtomicInteger;

/** A tokenizer that a model and those merged from it use together; the last one closes it. */
final class SharedTokenizer {

  private final ModelTokenizer tokenizer;
  private final AtomicInteger users = new AtomicInteger(1);

  SharedTokenizer(ModelTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  ModelTokenizer get() {
    return tokenizer;
  }

  /** Counts one more user. */
  SharedTokenizer share() {
    users.incrementAndGet();
    return this;
  }

  /** Counts one user less. */
  void release() {
    if (users.decrementAndGet() == 0) {
      tokenizer.close();
    }
  }
}
