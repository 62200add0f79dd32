package dev.spinrun.contract.schema;

import dev.spinrun.contract.json.Decimal;
import java.util.Map;

/** The forms of text that several fields share. */
public final class Formats {
  /** A Go-style duration of hours, minutes and seconds. */
  public static final String DURATION = "^([0-9]{1,4}h)?([0-9]{1,4}m)?([0-9]{1,5}s)?$";

  /** Longest text of that form. */
  public static final int DURATION_LENGTH = 16;

  private static final String BUCKET = "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";

  private static final String REPOSITORY =
      "[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*(@[A-Za-z0-9._-]+)?(/.*)?";

  /** A folder of an S3 store. */
  public static final String S3_FOLDER = "^" + BUCKET + "(/.*)?$";

  /** An object of an S3 store. */
  public static final String S3_FILE = "^" + BUCKET + "/(.*[^/])$";

  /** A folder with a model: of an S3 store, or of a repository on Hugging Face's hub. */
  public static final String MODEL_URI = "^(" + BUCKET + "(/.*)?|hf://" + REPOSITORY + ")$";

  /** The same with a data set. */
  public static final String DATA_URI = "^(" + BUCKET + "(/.*)?|hf://datasets/" + REPOSITORY + ")$";

  /** An HTTP server. */
  public static final String ENDPOINT = "^https?://[^/?#@\\s]+/?$";

  /** Longest name of a column. */
  public static final int FIELD_LENGTH = 128;

  /** Maximum length of a URI, in characters. */
  public static final int URI_LENGTH = 1024;

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";

  /** Name of a namespaced object. */
  public static final String OBJECT_NAME = "^" + SUBDOMAIN + "$";

  /** Name of a run: objects are named from it of which some must be host names. */
  public static final String RUN_NAME = "^[a-z]([-a-z0-9]*[a-z0-9])?$";

  /** Longest name of a run. */
  public static final int RUN_NAME_LENGTH = 40;

  /** Key of a label or an annotation. */
  public static final String QUALIFIED_NAME =
      "^(" + SUBDOMAIN + "/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

  /** Value of a label. */
  public static final String LABEL_VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";

  /** Name of a resource that containers can ask for. */
  public static final String RESOURCE_NAME =
      "^(cpu|memory|ephemeral-storage|hugepages-.+|[-a-z0-9.]+/[-A-Za-z0-9_.]+)$";

  /**
   * What the forms are called: a user reads this, not a regular expression. Each follows "must be".
   */
  public static final Map<String, String> IN_WORDS =
      Map.of(
          Decimal.UNSIGNED,
          "a number like 0.5 or 2e-5",
          Decimal.SIGNED,
          "a number like -0.5 or 2e-5",
          DURATION,
          "hours, minutes and seconds like 1h30m or 45s",
          S3_FOLDER,
          "a bucket, or a folder of one: s3://bucket/folder",
          S3_FILE,
          "a file of a bucket: s3://bucket/folder/file",
          MODEL_URI,
          "a folder of a bucket, s3://bucket/folder, or a model on Hugging Face's hub, hf://owner/name@revision",
          DATA_URI,
          "a folder of a bucket, s3://bucket/folder, or a data set on Hugging Face's hub, hf://datasets/owner/name@revision",
          ENDPOINT,
          "the URL of a server without a path: https://host:port",
          OBJECT_NAME,
          "the name of an object: lower-case letters, digits, - and ., for example my-object",
          RUN_NAME,
          "the name of a SpinRun: lower-case letters, digits and -, a letter first");

  /** Longest name of an object. */
  public static final int NAME_LENGTH = 253;

  /** Longest value of a label. */
  public static final int LABEL_LENGTH = 63;

  private Formats() {}
}
