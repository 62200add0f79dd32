package dev.spinrun.runstore.network;

import java.time.Duration;

/**
 * How long a process waits for a store, and how much it takes from one.
 *
 * @param connect until a connection stands
 * @param silence without any byte received or sent
 * @param request for one request with the whole of its answer
 * @param retry from the first failure of a call to the last try of it
 * @param attempts tries of a call, the first included
 * @param credentials how long a store may reject credentials that can still change
 * @param folder for what takes many requests: to list or to delete a folder
 * @param listed objects of one listing at most
 */
public record Patience(
    Duration connect,
    Duration silence,
    Duration request,
    Duration retry,
    int attempts,
    Duration credentials,
    Duration folder,
    int listed) {

  /**
   * Of a pod that works for hours. A download that is cut after an hour goes on behind what it has,
   * so that one of many gigabytes over a slow line gets through; and a new key in a Secret reaches
   * a pod within two minutes.
   */
  public static final Patience OF_A_POD =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          Duration.ofMinutes(3),
          8,
          Duration.ofMinutes(5),
          Duration.ofHours(6),
          Integer.MAX_VALUE);

  /** Of a controller that asks again anyway, and that asks stores of people it does not know. */
  public static final Patience OF_A_CONTROLLER =
      new Patience(
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          2,
          Duration.ZERO,
          Duration.ofMinutes(2),
          10_000);
}
