package dev.spinrun.trainer.data.prepared;

import java.nio.file.Path;

/** The files of numbered parts, wherever they come from: one file for each part. */
public interface PartFiles {
  /** The file of this part, brought to the local disk if need be. */
  Path of(int part);

  /** The file will be wanted: it may be brought in the background. */
  default void prefetch(int part) {}
}
