package dev.spinrun.trainer.data.prepared;

import java.nio.file.Path;

/** Where the files of one kind come from, of which each part of a prepared data set has one. */
public interface PartFiles {
  /** The file of this part, brought to the local disk if need be. */
  Path of(int part);

  /** The file will be wanted: it may be brought in the background. */
  default void prefetch(int part) {}
}
