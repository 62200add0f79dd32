package dev.spinrun.operator.plan.decision;

/**
 * What keeps a plan from being carried out.
 *
 * @param message what was tried, what the cluster says, and what to do
 */
public record Obstacle(Reason reason, String message) {}
