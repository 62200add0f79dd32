package dev.spinrun.runstore.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hosts that are reached without a proxy: names with all below them, addresses, networks as {@code
 * 10.0.0.0/8}, each with a port if wanted, or {@code *} for all. Loopback always is one. Source:
 * golang.org/x/net/http/httpproxy.
 *
 * @param entries lower case
 */
public record NoProxy(List<String> entries) {
  /** What Java reads as an address without asking a name server. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-f.]*:[0-9a-f:.]*");

  private static final Pattern WITH_PORT = Pattern.compile("[^:]+:[0-9]+|\\[.*]:[0-9]+");

  public NoProxy {
    entries = List.copyOf(entries);
  }

  /** The entries of a list divided by commas. */
  static NoProxy of(String list) {
    return new NoProxy(
        Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean covers(String host, int port) {
    String name = bare(host.toLowerCase(Locale.ROOT));
    return name.equals("localhost")
        || (ADDRESS.matcher(name).matches() && address(name).isLoopbackAddress())
        || entries.stream().anyMatch(entry -> matches(entry, name, port));
  }

  private static boolean matches(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.contains("/")) {
      return ADDRESS.matcher(host).matches() && inNetwork(entry, address(host));
    }
    String wanted = entry;
    if (WITH_PORT.matcher(entry).matches()) {
      int colon = entry.lastIndexOf(':');
      if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
        return false;
      }
      wanted = entry.substring(0, colon);
    }
    wanted = bare(wanted);
    if (ADDRESS.matcher(wanted).matches()) {
      return ADDRESS.matcher(host).matches() && address(wanted).equals(address(host));
    }
    String suffix = wanted.startsWith("*.") ? wanted.substring(1) : wanted;
    // As in Go: ".example.org" is what lies below, "example.org" is that and itself.
    return suffix.startsWith(".")
        ? host.endsWith(suffix)
        : host.equals(suffix) || host.endsWith("." + suffix);
  }

  private static boolean inNetwork(String network, InetAddress host) {
    int slash = network.indexOf('/');
    String base = network.substring(0, slash);
    if (!ADDRESS.matcher(base).matches() || !network.substring(slash + 1).matches("[0-9]{1,3}")) {
      return false;
    }
    byte[] wanted = address(base).getAddress();
    byte[] found = host.getAddress();
    int bits = Integer.parseInt(network.substring(slash + 1));
    if (wanted.length != found.length || bits > wanted.length * Byte.SIZE) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if ((wanted[bit / Byte.SIZE] & mask) != (found[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      // Looks like an address and is none: equal to nothing that a host may have.
      return InetAddress.getLoopbackAddress();
    }
  }
}
