package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.ScorerRef;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.text.MalformedTokenizerException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The field of a SpinRun that names an input. What is wrong with the input is told by this name,
 * with the same class of failure, and with what can be done about it: some fields cannot be edited.
 */
public record InputField(String name, String advice) {
  /** The base model. */
  public static final InputField MODEL = fixed("spec.model.uri");

  /** The run that the base model comes from. */
  public static final InputField MODEL_FROM = fixed("spec.model.from");

  /** The data set. */
  public static final InputField DATA = fixed("spec.data.uri");

  static final InputField STORAGE = fixed("spec.storage.uri");

  /** The prompts of an evaluation. */
  public static final InputField PROMPTS = editable("spec.evaluate.prompts");

  /** The judge of this name. */
  public static InputField scorer(ScorerRef ref) {
    return editable("spec.evaluate.scorers[%s].uri".formatted(Documents.text(ref.name())));
  }

  private static InputField fixed(String name) {
    return new InputField(
        name,
        "Put the right files there and set the annotation spinrun.dev/retry, or create a new SpinRun with another %s."
            .formatted(name));
  }

  private static InputField editable(String name) {
    return new InputField(
        name,
        "Put the right files there or correct %s, then set the annotation spinrun.dev/retry."
            .formatted(name));
  }

  /** The folder at the field's URI, whose failures name the field. */
  public ObjectSource source(ObjectStores stores, String uri) {
    return new FieldSource(this, parsed(() -> stores.source(uri)));
  }

  /**
   * What is made of the field's URI.
   *
   * @throws ConfigurationException if it is no URI of a store
   */
  public <T> T parsed(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("%s: %s. %s".formatted(name, e.getMessage(), advice));
    }
  }

  /** The result of an access to the field's store. */
  <T> T accessed(Supplier<T> access) {
    try {
      return access.get();
    } catch (StoreException e) {
      String sentence = name + ": " + e.getMessage();
      StoreException named =
          new StoreException(
              e.kind(), e.kind().concernsFiles() ? sentence + " " + advice : sentence);
      named.initCause(e);
      throw named;
    }
  }

  /** What is read from a folder that was downloaded from the field's URI. */
  public <T> T loaded(Path folder, String uri, Supplier<T> load) {
    try {
      return load.get();
    } catch (UnusableModelException
        | MalformedTensorFileException
        | MalformedTokenizerException e) {
      throw problem(String.valueOf(e.getMessage()).replace(folder.toString(), uri), e);
    }
  }

  /** What is read from data of the field. */
  public <T> T read(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidDataException e) {
      throw problem(String.valueOf(e.getMessage()), e);
    }
  }

  /** Something is wrong with the input. */
  public InputException problem(String sentence) {
    return new InputException("%s: %s %s".formatted(name, sentence, advice));
  }

  private InputException problem(String sentence, RuntimeException cause) {
    return new InputException(
        "%s: %s%s %s".formatted(name, sentence, sentence.endsWith(".") ? "" : ".", advice), cause);
  }
}
