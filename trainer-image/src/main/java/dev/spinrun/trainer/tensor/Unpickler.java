package dev.spinrun.trainer.tensor;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads a pickle that describes tensors, and refuses every other.
 *
 * <p>A pickle is a program for a stack machine, and Python's own machine calls whatever function
 * the program names. This one knows numbers, texts, containers and the calls of {@link TorchCall};
 * another name ends it with a sentence. Source: CPython 3.12 Lib/pickletools.py; protocols 2 to 5,
 * without what torch.save never writes.
 *
 * <p>Results are {@link Map}, {@link List} (tuples, too), {@link String}, {@link Long}, {@link
 * Double}, {@link Boolean}, {@link Nothing}, {@link TorchCall}, {@link ElementType} (a storage
 * class), {@link StorageReference} and {@link TensorReference}.
 */
final class Unpickler {
  private static final int MAX_PROTOCOL = 5;

  private final String file;
  private final ByteBuffer code;
  private final Map<Integer, Object> memo = new HashMap<>();
  private final Deque<List<Object>> marked = new ArrayDeque<>();
  private List<Object> stack = new ArrayList<>();

  /**
   * A reader of one pickle.
   *
   * @param file its name in messages
   */
  Unpickler(String file, byte[] code) {
    this.file = file;
    this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Python's None. */
  enum Nothing {
    NONE
  }

  /** The object that the pickle builds. */
  Object read() {
    try {
      while (true) {
        int instruction = Byte.toUnsignedInt(code.get());
        if (instruction == '.') {
          return pop();
        }
        execute(instruction);
      }
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | ClassCastException
        | NoSuchElementException e) {
      throw new MalformedTensorFileException(
          "%s has a damaged data.pkl (at byte %d). Write or download the file again."
              .formatted(file, code.position()),
          e);
    }
  }

  private void execute(int instruction) {
    switch (instruction) {
      case 0x80 -> requireProtocol(number8());
      case 0x95 -> code.getLong(); // a frame's length: nothing to do
      case '(' -> {
        marked.push(stack);
        stack = new ArrayList<>();
      }
      case '0' -> pop();
      case '1' -> sinceMark();
      case '2' -> push(top());
      case 'N' -> push(Nothing.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) number8());
      case 'M' -> push((long) Short.toUnsignedInt(code.getShort()));
      case 'J' -> push((long) code.getInt());
      case 0x8a -> push(bigNumber(number8()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(code.getLong())));
      case 'X' -> push(text(code.getInt()));
      case 0x8c -> push(text(number8()));
      case ')' -> push(List.of());
      case 't' -> push(sinceMark());
      case 0x85 -> push(tuple(1));
      case 0x86 -> push(tuple(2));
      case 0x87 -> push(tuple(3));
      case ']' -> push(new ArrayList<>());
      case 'a' -> append(tuple(1));
      case 'e' -> append(sinceMark());
      case '}' -> push(new LinkedHashMap<>());
      case 's' -> put(tuple(2));
      case 'u' -> put(sinceMark());
      case 'q' -> memo.put(number8(), top());
      case 'r' -> memo.put(code.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(remembered(number8()));
      case 'j' -> push(remembered(code.getInt()));
      case 'c' -> push(global(line(), line()));
      case 0x93 -> {
        List<Object> names = tuple(2);
        push(global((String) names.get(0), (String) names.get(1)));
      }
      case 'Q' -> push(StorageReference.of(file, (List<?>) pop()));
      case 'R' -> {
        List<?> arguments = (List<?>) pop();
        push(((TorchCall) pop()).apply(arguments));
      }
      case 'b' -> keepNoAttributes(pop());
      default ->
          throw new MalformedTensorFileException(
              "%s has the pickle instruction 0x%02x, which no list of tensors needs. Save the tensors alone with torch.save, or as safetensors."
                  .formatted(file, instruction));
    }
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
      throw new IndexOutOfBoundsException(bytes);
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
    return new String(code.array(), start, code.position() - 1 - start, StandardCharsets.US_ASCII);
  }

  private Object global(String module, String name) {
    String path = module + "." + name;
    return TorchCall.named(path)
        .<Object>map(call -> call)
        .or(() -> ElementType.ofTorchStorage(path))
        .orElseThrow(
            () ->
                new MalformedTensorFileException(
                    "%s is a pickle that asks for %s. Only tensors are read from such files, and no code is run. Save the state dict alone, best as safetensors."
                        .formatted(file, path)));
  }

  private Object remembered(int number) {
    Object value = memo.get(number);
    if (value == null) {
      throw new NoSuchElementException("memo " + number);
    }
    return value;
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object top() {
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    return stack.remove(stack.size() - 1);
  }

  private List<Object> tuple(int size) {
    List<Object> last = stack.subList(stack.size() - size, stack.size());
    List<Object> tuple = new ArrayList<>(last);
    last.clear();
    return tuple;
  }

  private List<Object> sinceMark() {
    List<Object> values = stack;
    stack = marked.pop();
    return values;
  }

  @SuppressWarnings("unchecked") // all lists on the stack are made here
  private void append(List<Object> values) {
    ((List<Object>) top()).addAll(values);
  }

  @SuppressWarnings("unchecked") // as are all maps
  private void put(List<Object> keysAndValues) {
    Map<Object, Object> map = (Map<Object, Object>) top();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      map.put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  /** A module's state dict carries {@code _metadata}, versions of its layers. */
  private void keepNoAttributes(Object state) {
    if (!(top() instanceof Map && state instanceof Map)) {
      throw new ClassCastException("attributes of " + top().getClass());
    }
  }
}
