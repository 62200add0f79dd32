package dev.spinrun.contract.layout;

/** The keys of a store as a whole, relative to {@code storage.uri}: they belong to no run. */
public final class StoreLayout {
  /** Two writes at this key show whether the store keeps the first of them. */
  public static final String CONDITIONAL_WRITE_PROBE = "probe/conditional-write";

  private StoreLayout() {}
}
