package mostao.client.wallet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import mostao.ao.ans104.Signer;

/** A key pair that signs items. Immutable and thread-safe. */
public sealed interface Wallet permits RsaWallet, Ed25519Wallet, EthereumWallet {
  WalletType type();

  Signer signer();

  /** The address that a process sees as {@code From} and {@code Owner}. */
  default String address() {
    return signer().address();
  }

  /** The secret key as a JWK (RFC 7517, RFC 8037), to be kept in a file and nowhere else. */
  ObjectNode toJwk();
}
