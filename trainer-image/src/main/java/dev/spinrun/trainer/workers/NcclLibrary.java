package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;

/**
 * What workers need of NCCL and of the CUDA runtime. Communicators, streams and events are pointers
 * to objects of these libraries. No method waits for another worker, or for the GPU.
 *
 * <p>What a library refuses is an IllegalStateException with its text.
 */
interface NcclLibrary {
  /** The stream that libtorch computes on: CUDA's default stream. */
  Pointer COMPUTING = new Pointer(0);

  /** Makes the id of a new group. */
  byte[] newId();

  /** Begins to join a group; all are there when the communicator is ready. */
  Pointer join(byte[] id, int rank, int size);

  /**
   * Whether what was begun last is done: a join, or that a collective is put into its stream.
   *
   * @throws IllegalStateException if a worker of the group is lost
   */
  boolean isReady(Pointer communicator);

  /** Begins to put a sum over all workers into a stream; it replaces the numbers. */
  void sum(Pointer communicator, Pointer floats, long count, Pointer stream);

  /** Begins to put a copy of worker 0's numbers to all into a stream. */
  void broadcast(Pointer communicator, Pointer floats, long count, Pointer stream);

  /** Leaves the group in order: what others still receive is sent. May wait for them. */
  void destroy(Pointer communicator);

  /** Ends all that is under way, and leaves the group. The communicator is gone. */
  void abort(Pointer communicator);

  /** Makes a stream that does not wait for {@link #COMPUTING}, nor that one for it. */
  Pointer newStream();

  void destroyStream(Pointer stream);

  Pointer newEvent();

  void destroyEvent(Pointer event);

  /** Has the event happen when all that is in the stream now is done. */
  void record(Pointer event, Pointer stream);

  /** Holds back what comes into the stream from now on until the event, as recorded last. */
  void holdUntil(Pointer event, Pointer stream);

  /**
   * Whether an event has happened; one that was never recorded has.
   *
   * @throws IllegalStateException if the GPU has failed
   */
  boolean hasHappened(Pointer event);
}
