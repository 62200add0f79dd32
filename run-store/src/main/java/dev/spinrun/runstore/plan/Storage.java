package dev.spinrun.runstore.plan;

import org.jspecify.annotations.Nullable;

/**
 * The object store of a run; credentials come from the environment, never from the plan.
 *
 * @param uri bucket and prefix of all runs, {@code s3://bucket/prefix} or {@code file:///folder}
 * @param endpoint URL of the S3 server; absent for AWS
 * @param region of the bucket; absent for the server's default
 */
public record Storage(String uri, @Nullable String endpoint, @Nullable String region) {}
