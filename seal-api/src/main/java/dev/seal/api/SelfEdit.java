package dev.seal.api;

/**
 * A lesson that a model wrote for itself (paper, section 3.1): the raw completion, before a task
 * turns it into training documents.
 *
 * @param text the completion; may be empty, in which case a task will find it unusable
 */
public record SelfEdit(String text) {}
