package mostao.gateway.edge.limits;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** Whom the requests of an address are counted for. */
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  /**
   * An IPv4 address itself, of an IPv6 address its /64, which is what one customer has; anything
   * else (a forwarded name) unchanged. Asks no name server.
   */
  public static String key(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    return bytes == null ? host : key(host, bytes);
  }

  private static String key(String host, byte[] bytes) {
    try {
      // An IPv4 address in IPv6 form becomes IPv4 here.
      byte[] plain = InetAddress.getByAddress(bytes).getAddress();
      return plain.length == 4
          ? NetUtil.bytesToIpAddress(plain)
          : HexFormat.of().formatHex(plain, 0, NETWORK_BYTES) + "/64";
    } catch (UnknownHostException neither) {
      return host;
    }
  }
}
