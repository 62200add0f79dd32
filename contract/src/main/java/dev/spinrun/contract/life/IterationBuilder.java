package dev.spinrun.contract.life;

import dev.spinrun.contract.plan.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An iteration in the making: each method changes one field and returns this. */
public final class IterationBuilder {
  private @Nullable Instant startedAt;
  private @Nullable Stage stage;
  private @Nullable Instant stageStartedAt;
  private int attempt = 1;
  private int stageFirstAttempt = 1;
  private @Nullable Integer candidateAttempt;
  private @Nullable String job;
  private @Nullable Instant retryAt;
  private @Nullable StageProgress progress;
  private int revision = 0;
  private @Nullable Amendment amendment;
  private int rejections = 0;
  private int jobsStarted = 0;
  private long gpuSeconds = 0;

  IterationBuilder() {}

  IterationBuilder(IterationInProgress from) {
    startedAt = from.startedAt();
    stage = from.stage();
    stageStartedAt = from.stageStartedAt();
    attempt = from.attempt();
    stageFirstAttempt = from.stageFirstAttempt();
    candidateAttempt = from.candidateAttempt();
    job = from.job();
    retryAt = from.retryAt();
    progress = from.progress();
    revision = from.revision();
    amendment = from.amendment();
    rejections = from.rejections();
    jobsStarted = from.jobsStarted();
    gpuSeconds = from.gpuSeconds();
  }

  public IterationBuilder startedAt(@Nullable Instant value) {
    startedAt = value;
    return this;
  }

  public IterationBuilder stage(@Nullable Stage value) {
    stage = value;
    return this;
  }

  public IterationBuilder stageStartedAt(@Nullable Instant value) {
    stageStartedAt = value;
    return this;
  }

  public IterationBuilder attempt(int value) {
    attempt = value;
    return this;
  }

  public IterationBuilder stageFirstAttempt(int value) {
    stageFirstAttempt = value;
    return this;
  }

  public IterationBuilder candidateAttempt(@Nullable Integer value) {
    candidateAttempt = value;
    return this;
  }

  public IterationBuilder job(@Nullable String value) {
    job = value;
    return this;
  }

  public IterationBuilder retryAt(@Nullable Instant value) {
    retryAt = value;
    return this;
  }

  public IterationBuilder progress(@Nullable StageProgress value) {
    progress = value;
    return this;
  }

  public IterationBuilder revision(int value) {
    revision = value;
    return this;
  }

  public IterationBuilder amendment(@Nullable Amendment value) {
    amendment = value;
    return this;
  }

  public IterationBuilder rejections(int value) {
    rejections = value;
    return this;
  }

  public IterationBuilder jobsStarted(int value) {
    jobsStarted = value;
    return this;
  }

  public IterationBuilder gpuSeconds(long value) {
    gpuSeconds = value;
    return this;
  }

  /** The iteration as it stands now. */
  public IterationInProgress build() {
    return new IterationInProgress(
        startedAt,
        stage,
        stageStartedAt,
        attempt,
        stageFirstAttempt,
        candidateAttempt,
        job,
        retryAt,
        progress,
        revision,
        amendment,
        rejections,
        jobsStarted,
        gpuSeconds);
  }
}
