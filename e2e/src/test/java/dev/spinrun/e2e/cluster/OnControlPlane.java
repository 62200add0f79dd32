package dev.spinrun.e2e.cluster;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one {@link ControlPlane}: started for the first test class that asks, closed after
 * the last. And each test a {@link FaultClock}, read when the test is over.
 */
public final class OnControlPlane implements BeforeAllCallback, ParameterResolver {
  /** Name of what tests share, for {@link org.junit.jupiter.api.parallel.ResourceLock}. */
  static final String LOCK = "control plane";

  @Override
  public void beforeAll(ExtensionContext context) {
    plane(context);
  }

  private static ControlPlane plane(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(OnControlPlane.class))
        .computeIfAbsent(ControlPlane.class, key -> ControlPlane.start(), ControlPlane.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ControlPlane.class || type == FaultClock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ControlPlane.class
        ? plane(context)
        : clock(context);
  }

  private static FaultClock clock(ExtensionContext context) {
    String className = context.getRequiredTestClass().getSimpleName();
    // A method's own display name ends with the types of its parameters.
    String name = context.getDisplayName().replaceFirst("\\(.*", "");
    return context
        .getStore(Namespace.create(OnControlPlane.class))
        .computeIfAbsent(
            FaultClock.class, key -> new FaultClock(className + ", " + name), FaultClock.class);
  }
}
