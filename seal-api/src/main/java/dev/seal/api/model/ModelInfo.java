package dev.seal.api.model;

/**
 * What a loaded model is, and what it runs on.
 *
 * @param name where it came from, as {@link ModelRef} prints it
 * @param architecture the architecture, such as {@code llama}
 * @param parameters the number of weights, a tied table counted once
 * @param vocabularySize the number of tokens in the vocabulary
 * @param contextWindow how many tokens a prompt and its completion may have together
 * @param device the device, such as {@code cpu} or {@code cuda:0}
 * @param precision the precision of the frozen weights: {@code f32} or {@code bf16}; adapters are
 *     always f32
 * @param nativeLibrary the native library, its version, and on a CPU how many threads compute
 * @param fingerprint a SHA-256 in hexadecimal over the model's sizes and about 4096 evenly spaced
 *     values of every weight, rounded to bf16; equal for equal weights, whatever file format they
 *     came in and whatever device they are on
 * @param recommended the settings that the model asks for
 */
public record ModelInfo(
    String name,
    String architecture,
    long parameters,
    int vocabularySize,
    int contextWindow,
    String device,
    String precision,
    String nativeLibrary,
    String fingerprint,
    Recommended recommended) {}
