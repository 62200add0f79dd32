package dev.spinrun.trainer.tensor.pickle;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.trainer.tensor.ElementType;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle that describes tensors, and refuses every other.
 *
 * <p>A pickle is a program for a stack machine, and Python's own machine calls whatever function
 * the program names. This one knows numbers, texts, containers and the calls of {@link TorchCall};
 * another name ends it with a sentence. Source: CPython 3.12 Lib/pickletools.py; protocols 2 to 5,
 * without what torch.save never writes.
 *
 * <p>Results are {@link Map}, {@link ArrayList} (a list), {@link List} that cannot be changed (a
 * tuple), {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link Nothing}, {@link
 * TorchCall}, {@link ElementType} (a storage class), {@link StorageReference} and {@link
 * TensorReference}. A container may hold itself, so none of them is ever compared, hashed or
 * printed.
 */
public final class Unpickler {
  private static final int MAX_PROTOCOL = 5;

  private final String file;
  private final ByteBuffer code;
  private final Map<Integer, Object> memo = new HashMap<>();
  private final PickleStack stack = new PickleStack();

  /**
   * A reader of one pickle.
   *
   * @param file its name in messages
   */
  public Unpickler(String file, byte[] code) {
    this.file = file;
    this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Python's None. */
  enum Nothing {
    NONE
  }

  /**
   * The object that the pickle builds.
   *
   * @throws MalformedTensorFileException if it is damaged, or asks for anything but tensors
   */
  public Object read() {
    try {
      while (true) {
        int instruction = number8();
        if (instruction == '.') {
          return stack.pop(Object.class);
        }
        execute(instruction);
      }
    } catch (BufferUnderflowException e) {
      throw damaged("it ends too early", e);
    } catch (DamagedPickleException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private MalformedTensorFileException damaged(String why, RuntimeException cause) {
    return new MalformedTensorFileException(
        "%s has a damaged data.pkl (%s, at byte %d). Write or download the file again."
            .formatted(file, why, code.position()),
        cause);
  }

  private void execute(int instruction) {
    switch (instruction) {
      case 0x80 -> requireProtocol(number8());
      case 0x95 -> code.getLong(); // a frame's length: nothing to do
      case '(' -> stack.mark();
      case '0' -> stack.pop(Object.class);
      case '1' -> stack.sinceMark();
      case '2' -> stack.push(top());
      case 't' -> stack.push(stack.sinceMark());
      case 0x85 -> stack.push(stack.last(1));
      case 0x86 -> stack.push(stack.last(2));
      case 0x87 -> stack.push(stack.last(3));
      case 'a' -> append(stack.last(1));
      case 'e' -> append(stack.sinceMark());
      case 's' -> put(stack.last(2));
      case 'u' -> put(stack.sinceMark());
      case 'q' -> remember(number8());
      case 'r' -> remember(code.getInt());
      case 0x94 -> remember(memo.size());
      case 'h' -> stack.push(remembered(number8()));
      case 'j' -> stack.push(remembered(code.getInt()));
      case 'c' -> stack.push(global(line() + "." + line()));
      case 0x93 -> {
        String name = stack.pop(String.class);
        stack.push(global(stack.pop(String.class) + "." + name));
      }
      case 'Q' -> stack.push(StorageReference.of(file, stack.pop(List.class)));
      case 'R' -> {
        List<?> arguments = stack.pop(List.class);
        stack.push(stack.pop(TorchCall.class).apply(arguments));
      }
      case 'b' -> keepNoAttributes();
      default -> stack.push(literal(instruction));
    }
  }

  /** The value that an instruction stands for by itself. */
  private Object literal(int instruction) {
    return switch (instruction) {
      case 'N' -> Nothing.NONE;
      case 0x88 -> true;
      case 0x89 -> false;
      case 'K' -> (long) number8();
      case 'M' -> (long) Short.toUnsignedInt(code.getShort());
      case 'J' -> (long) code.getInt();
      case 0x8a -> bigNumber(number8());
      case 'G' -> Double.longBitsToDouble(Long.reverseBytes(code.getLong()));
      case 'X' -> text(code.getInt());
      case 0x8c -> text(number8());
      case ')' -> List.of();
      case ']' -> new ArrayList<>();
      case '}' -> new LinkedHashMap<>();
      default -> throw unknown(instruction);
    };
  }

  /** What only other pickles need is refused by what they would do, if they say so. */
  private MalformedTensorFileException unknown(int instruction) {
    return PickleNames.in(code.array(), 1)
        .foreign()
        .map(name -> asksFor(file, name))
        .orElseGet(
            () ->
                new MalformedTensorFileException(
                    "%s has the pickle instruction 0x%02x, which no list of tensors needs. Save the tensors alone with torch.save, or as safetensors."
                        .formatted(file, instruction)));
  }

  private void requireProtocol(int protocol) {
    if (protocol > MAX_PROTOCOL) {
      throw new MalformedTensorFileException(
          "%s is a pickle of protocol %d; up to %d is read. Save it as safetensors."
              .formatted(file, protocol, MAX_PROTOCOL));
    }
  }

  private int number8() {
    return Byte.toUnsignedInt(code.get());
  }

  /** Two's complement, little endian, of 0 to 8 bytes. */
  private long bigNumber(int bytes) {
    if (bytes > Long.BYTES) {
      throw new DamagedPickleException("it has a number of %d bytes".formatted(bytes));
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) number8() << (Byte.SIZE * i);
    }
    int unused = Long.SIZE - Byte.SIZE * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  private String text(int bytes) {
    if (bytes < 0 || bytes > code.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[bytes];
    code.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private String line() {
    int start = code.position();
    while (code.get() != '\n') {}
    return new String(code.array(), start, code.position() - 1 - start, StandardCharsets.UTF_8);
  }

  private Object global(String path) {
    return TorchCall.named(path)
        .<Object>map(call -> call)
        .or(() -> ElementType.ofTorchStorage(path))
        .orElseThrow(() -> asksFor(file, path));
  }

  /** The refusal of a pickle that would have something done. */
  public static MalformedTensorFileException asksFor(String file, String path) {
    return new MalformedTensorFileException(
        "%s is a pickle that asks for %s. Only tensors are read from such files, and no code is run. Save the state dict alone, best as safetensors."
            .formatted(file, Excerpt.of(path)));
  }

  private void remember(int number) {
    memo.put(number, top());
    if (memo.size() > PickleStack.MAX_VALUES) {
      throw new DamagedPickleException("it remembers too many values");
    }
  }

  private Object remembered(int number) {
    Object value = memo.get(number);
    if (value == null) {
      throw new DamagedPickleException("it remembers nothing under %d".formatted(number));
    }
    return value;
  }

  private Object top() {
    return stack.top(Object.class);
  }

  /** Tuples are lists, too, but not of this class. */
  @SuppressWarnings("unchecked") // all lists on the stack are made here
  private void append(List<Object> values) {
    ((ArrayList<Object>) stack.top(ArrayList.class)).addAll(values);
  }

  @SuppressWarnings("unchecked") // as are all maps
  private void put(List<Object> keysAndValues) {
    Map<Object, Object> map = (Map<Object, Object>) stack.top(LinkedHashMap.class);
    if (keysAndValues.size() % 2 != 0) {
      throw new DamagedPickleException("it sets a key without a value");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      map.put(key(keysAndValues.get(i)), keysAndValues.get(i + 1));
    }
  }

  /** Of containers no hash is taken: one that holds itself has none. */
  private static Object key(Object key) {
    if (key instanceof String
        || key instanceof Number
        || key instanceof Boolean
        || key instanceof Nothing) {
      return key;
    }
    throw new DamagedPickleException(
        "it has a %s for a key".formatted(key.getClass().getSimpleName()));
  }

  /** A module's state dict carries {@code _metadata}, versions of its layers. */
  private void keepNoAttributes() {
    stack.pop(Map.class);
    stack.top(Map.class);
  }
}
