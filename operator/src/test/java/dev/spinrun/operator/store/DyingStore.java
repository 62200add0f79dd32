package dev.spinrun.operator.store;

import dev.spinrun.runstore.object.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Makes a store whose process dies at the n-th call, before it has any effect. */
final class DyingStore {
  /** The process is gone. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final ObjectStore store;
  private final int lastCall;
  private int calls;

  DyingStore(ObjectStore store, int lastCall) {
    this.store = store;
    this.lastCall = lastCall;
  }

  int calls() {
    return calls;
  }

  ObjectStore asStore() {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    // To know where the store is takes no call.
    if (!method.getName().equals("root") && ++calls == lastCall) {
      throw new Death();
    }
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
