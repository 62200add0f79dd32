package dev.spinrun.trainer.data;

import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out what kind of data set a folder holds. */
public final class DataSets {
  private static final String TAR = ".tar";
  private static final String PARQUET = ".parquet";

  private DataSets() {}

  /**
   * Opens a data set.
   *
   * @param pairs whether a rejected image is needed beside each
   * @param fields names of columns, where a data set has columns
   * @param work folder for files on their way
   * @throws InvalidDataException if the folder holds none, or more than one kind
   */
  public static DataSet open(ObjectSource source, boolean pairs, Fields fields, Path work) {
    List<ObjectInfo> listing = source.list("");
    List<ObjectInfo> tars = ending(listing, TAR);
    List<ObjectInfo> tables = ending(listing, PARQUET);
    boolean images = listing.stream().anyMatch(o -> o.key().equals(ImageFolder.METADATA));
    int kinds = (images ? 1 : 0) + (tars.isEmpty() ? 0 : 1) + (tables.isEmpty() ? 0 : 1);
    if (kinds != 1) {
      throw new InvalidDataException(
          "%s holds %s. A data set is a folder of images with a %s, of WebDataset archives (*.tar) or of *.parquet files."
              .formatted(
                  source.locate(""),
                  kinds == 0 ? "no data set" : "several kinds of data sets",
                  ImageFolder.METADATA));
    }
    if (images) {
      return ImageFolder.open(source, listing, pairs);
    }
    return tars.isEmpty()
        ? new ParquetFolder(source, tables, pairs, fields, work)
        : new WebDataset(source, tars, pairs, work);
  }

  private static List<ObjectInfo> ending(List<ObjectInfo> listing, String suffix) {
    return listing.stream().filter(o -> o.key().endsWith(suffix)).toList();
  }

  /**
   * Columns that are read; an absent name stands for those that data sets of the kind usually have.
   */
  public record Fields(@Nullable String image, @Nullable String caption) {
    /** The usual columns. */
    public static final Fields USUAL = new Fields(null, null);
  }
}
