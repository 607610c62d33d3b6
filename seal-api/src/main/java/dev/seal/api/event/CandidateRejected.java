package dev.seal.api.event;

/**
 * A self-edit could not be used, or its training failed.
 *
 * @param input the input, in the task's words
 * @param candidate the candidate's number, from 0
 * @param reason why
 */
public record CandidateRejected(String input, int candidate, String reason) {}
