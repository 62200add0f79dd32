package dev.spinrun.e2e.cluster;

import java.util.List;

/** A cluster with nothing in it, for a test that installs what it needs as a user does. */
public final class EmptyCluster implements AutoCloseable {
  private final K3sCluster cluster;

  private EmptyCluster(K3sCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts one. */
  public static EmptyCluster start() {
    return new EmptyCluster(K3sCluster.start(List.of()));
  }

  /** What kubectl and helm need to reach it, with all rights. */
  public String kubeconfig() {
    return cluster.kubeconfig();
  }

  /** Brings an image of the Docker engine to the node. */
  public void load(String image) {
    cluster.load(List.of(image));
  }

  /** The shell command that does the same. */
  public String loading(String image) {
    return cluster.loading(image);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
