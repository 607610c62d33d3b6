package dev.seal.api.model;

/**
 * What a model continued with.
 *
 * @param text the text, without special tokens, cut before a stop string
 * @param tokens the tokens drawn, without the one that ended it
 * @param reason why it ended
 * @param promptTokens how many tokens the prompt had
 */
public record Completion(String text, TokenIds tokens, FinishReason reason, int promptTokens) {}
