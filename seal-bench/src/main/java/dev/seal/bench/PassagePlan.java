package dev.seal.bench;

import dev.seal.api.task.Grader;
import dev.seal.tasks.knowledge.PromptStyle;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is to be done with passages.
 *
 * @param styles how self-edits are asked for; the model is improved in the first style
 * @param graders how answers are marked; the first one makes the rewards
 * @param rounds rounds of the outer loop, 0 or more
 * @param roundPassages passages of each round
 * @param selfEdits self-edits a passage
 * @param sideEdits self-edits a passage where a reward of the second kind is measured
 * @param joint how many passages one adapter learns, for each row of that table; may be empty
 * @param sides whether rewards of the second kind are measured: the model's own questions, ratings
 * @param budget tokens that each adapter is trained on, in the place of epochs
 * @param run what is alike in all runs
 */
record PassagePlan(
    List<PromptStyle> styles,
    List<Grader> graders,
    int rounds,
    int roundPassages,
    int selfEdits,
    int sideEdits,
    List<Integer> joint,
    boolean sides,
    OptionalLong budget,
    RunSettings run) {}
