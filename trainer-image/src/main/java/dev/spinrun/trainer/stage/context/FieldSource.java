package dev.spinrun.trainer.stage.context;

import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import java.nio.file.Path;
import java.util.List;

/** A folder that a user named, whose failures name the field in which that was. */
record FieldSource(InputField field, ObjectSource source) implements ObjectSource {
  @Override
  public String locate(String key) {
    return source.locate(key);
  }

  @Override
  public byte[] read(String key, int maxBytes) {
    return field.accessed(() -> source.read(key, maxBytes));
  }

  @Override
  public byte[] readRange(String key, long offset, int length) {
    return field.accessed(() -> source.readRange(key, offset, length));
  }

  @Override
  public String download(String key, Path target) {
    return field.accessed(() -> source.download(key, target));
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return field.accessed(() -> source.list(prefix));
  }
}
