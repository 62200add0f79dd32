package dev.spinrun.operator;

import dev.spinrun.crds.SpinRun;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Tells of runs that were created under the name of one that has just been deleted.
 *
 * <p>The operator SDK (5.3.2) hands whatever it finds under the name of a deleted object to the
 * reconciler as the deleted one, and then forgets all events of that name: a run that was created
 * meanwhile would never be looked at. So the name is looked up once more when the SDK is done.
 */
final class Successors extends SimpleInboundEventSource<SpinRun> {
  private static final long SECONDS = 1;

  private final Cache<SpinRun> runs;
  private final Executor later = CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS);

  /** Looks for runs in this cache. */
  Successors(Cache<SpinRun> runs) {
    super("successors");
    this.runs = runs;
  }

  /** Looks for a run of this name in a second; one that is there is reconciled. */
  void lookLater(ResourceID deleted) {
    later.execute(
        () -> {
          if (isRunning()) {
            // No other kind of event is heeded for a name that the SDK has forgotten.
            runs.get(deleted)
                .map(run -> new ResourceEvent(ResourceAction.ADDED, deleted, run))
                .ifPresent(getEventHandler()::handleEvent);
          }
        });
  }
}
