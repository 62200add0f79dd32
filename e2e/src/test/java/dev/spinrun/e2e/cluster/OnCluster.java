package dev.spinrun.e2e.cluster;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one cluster with the operator and the quickstart's store: started for the first test
 * class that asks, closed after the last.
 */
public final class OnCluster implements BeforeAllCallback, ParameterResolver {
  /** What tests share, for {@link org.junit.jupiter.api.parallel.ResourceLock}. */
  static final String OPERATOR = "operator";

  private static final String NAMESPACE = "e2e";

  @Override
  public void beforeAll(ExtensionContext context) {
    world(context);
  }

  private static World world(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(OnCluster.class))
        .computeIfAbsent(World.class, key -> World.start(), World.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == World.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return world(context);
  }

  /** The cluster, and the quickstart's namespace in it. */
  public record World(Cluster cluster, Quickstart quickstart) implements AutoCloseable {
    static World start() {
      Cluster cluster =
          Cluster.open(
              List.of(
                  Environment.operatorImage(),
                  Environment.trainerImage(),
                  Environment.minioImage()));
      try {
        Installation.apply(cluster.client());
        return new World(cluster, Quickstart.install(cluster.client(), NAMESPACE));
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    }

    /** A run of the quickstart under another name, with settings of its own. */
    public LiveRun run(String name, LiveRun.Change change) {
      return LiveRun.apply(cluster.client(), quickstart, name, change);
    }

    @Override
    public void close() throws Exception {
      quickstart.close();
      cluster.close();
    }
  }
}
