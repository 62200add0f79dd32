package dev.spinrun.crds.spec;

/** The forms of text that several fields share. */
public final class Formats {
  /** A number that people write with a fraction or an exponent; Kubernetes APIs carry no floats. */
  public static final String DECIMAL = "^[0-9]{1,10}(\\.[0-9]{1,10})?([eE][-+]?[0-9]{1,2})?$";

  /** The same, perhaps below 0. */
  public static final String SIGNED_DECIMAL =
      "^-?[0-9]{1,10}(\\.[0-9]{1,10})?([eE][-+]?[0-9]{1,2})?$";

  /** Longest text of these forms. */
  public static final int DECIMAL_LENGTH = 27;

  /** A Go-style duration of hours, minutes and seconds. */
  public static final String DURATION = "^([0-9]{1,4}h)?([0-9]{1,4}m)?([0-9]{1,5}s)?$";

  /** Longest text of that form. */
  public static final int DURATION_LENGTH = 16;

  /** A folder or object of an S3 store. */
  public static final String S3_URI = "^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?$";

  /** A folder to read from: of an S3 store, or of a repository on Hugging Face's hub. */
  public static final String SOURCE_URI =
      "^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?"
          + "|hf://(datasets/)?[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*"
          + "(@[A-Za-z0-9._-]+)?(/.*)?)$";

  /** Longest name of a column. */
  public static final int FIELD_LENGTH = 128;

  /** Longest URI. */
  public static final int URI_LENGTH = 1024;

  /** Name of a namespaced object. */
  public static final String OBJECT_NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

  /** Longest name of an object. */
  public static final int NAME_LENGTH = 253;

  /** Longest value of a label. */
  public static final int LABEL_LENGTH = 63;

  private Formats() {}
}
