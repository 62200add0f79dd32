package dev.spinrun.trainer.tensor.pickle;

import dev.spinrun.trainer.tensor.ElementType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which functions and classes a pickle asks for, found without running it: what {@link Unpickler}
 * cannot read is refused by the name of what it would have done. Source: CPython 3.12
 * Lib/pickletools.py, all protocols.
 */
public final class PickleNames {
  private static final int MAX_NAMES = 10_000;

  /** A byte of a pickle may have a value remembered. */
  private static final int MAX_REMEMBERED = 100_000;

  private final ByteBuffer code;
  private final Map<String, String> memo = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private String last = "";
  private String beforeLast = "";

  private PickleNames(byte[] code) {
    this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * What a file's first pickles ask for.
   *
   * @param names in order
   * @param complete whether all of them came to their end
   */
  public record Found(List<String> names, boolean complete) {
    /** The first name that is not of a tensor. */
    public Optional<String> foreign() {
      return names.stream()
          .filter(name -> TorchCall.named(name).isEmpty())
          .filter(name -> ElementType.ofTorchStorage(name).isEmpty())
          .findFirst();
    }
  }

  /** Looks through some pickles that follow each other. */
  public static Found in(byte[] code, int pickles) {
    PickleNames scan = new PickleNames(code);
    int ended = 0;
    try {
      while (ended < pickles && scan.names.size() < MAX_NAMES) {
        int instruction = scan.number8();
        if (instruction == '.') {
          ended++;
        } else {
          scan.skip(instruction);
        }
      }
    } catch (BufferUnderflowException | DamagedPickleException e) {
      // What was found until there counts.
      return new Found(scan.names, false);
    }
    return new Found(scan.names, ended == pickles);
  }

  private void skip(int instruction) {
    switch (instruction) {
      case '(', '0', '1', '2', 'N', ')', 't', ']', 'a', 'e', '}', 's', 'u', 'R', 'b', 'l', 'd' -> {}
      case 'o', 'Q', 0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x92, 0x97, 0x98 -> {}
      case 'K', 0x80, 0x82 -> number8();
      case 'M', 0x83 -> code.getShort();
      case 'J', 0x84 -> code.getInt();
      case 'G', 0x95 -> code.getLong();
      case 'C', 0x8a -> bytes(number8());
      case 'B', 0x8b -> bytes(code.getInt());
      case 0x8e, 0x96 -> bytes(code.getLong());
      case 'U', 0x8c -> text(bytes(number8()));
      case 'T', 'X' -> text(bytes(code.getInt()));
      case 0x8d -> text(bytes(code.getLong()));
      case 'I', 'L', 'F', 'P' -> line();
      case 'V' -> text(line());
      case 'S' -> text(line().replaceAll("^['\"]|['\"]$", ""));
      case 'q' -> remember(String.valueOf(number8()));
      case 'r' -> remember(String.valueOf(code.getInt()));
      case 'p' -> remember(line());
      case 0x94 -> remember(String.valueOf(memo.size()));
      case 'h' -> text(remembered(String.valueOf(number8())));
      case 'j' -> text(remembered(String.valueOf(code.getInt())));
      case 'g' -> text(remembered(line()));
      case 'c', 'i' -> names.add(line() + "." + line());
      case 0x93 -> names.add(beforeLast + "." + last);
      default -> throw new DamagedPickleException("instruction " + instruction);
    }
  }

  private int number8() {
    return Byte.toUnsignedInt(code.get());
  }

  private String bytes(long count) {
    if (count < 0 || count > code.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) count];
    code.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    int start = code.position();
    while (code.get() != '\n') {}
    return new String(code.array(), start, code.position() - 1 - start, StandardCharsets.UTF_8);
  }

  /** By the number as protocol 0 writes it. */
  private void remember(String number) {
    memo.put(number, last);
    if (memo.size() > MAX_REMEMBERED) {
      throw new DamagedPickleException("it remembers too many values");
    }
  }

  private String remembered(String number) {
    return memo.getOrDefault(number, "");
  }

  private void text(String text) {
    beforeLast = last;
    last = text;
  }
}
