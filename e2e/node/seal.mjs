// End-to-end encryption with WebCrypto, as a browser does it.
const { subtle } = globalThis.crypto;
const OAEP = { name: 'RSA-OAEP', hash: 'SHA-256' };

const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'));

export async function publicKeyOf(wallet) {
  const { n, e } = wallet;
  const key = await subtle.importKey('jwk', { kty: 'RSA', n, e, ext: true }, OAEP, true, [
    'encrypt',
  ]);
  return base64(await subtle.exportKey('spki', key));
}

export function newSessionKey() {
  return crypto.getRandomValues(new Uint8Array(32));
}

export async function sealKey(sessionKey, pubkey) {
  const key = await subtle.importKey('spki', bytes(pubkey), OAEP, false, ['encrypt']);
  return base64(await subtle.encrypt({ name: 'RSA-OAEP' }, key, sessionKey));
}

export async function openKey(sealed, wallet) {
  const { kty, n, e, d, p, q, dp, dq, qi } = wallet;
  const jwk = { kty, n, e, d, p, q, dp, dq, qi, ext: true };
  const key = await subtle.importKey('jwk', jwk, OAEP, false, ['decrypt']);
  return new Uint8Array(await subtle.decrypt({ name: 'RSA-OAEP' }, key, bytes(sealed)));
}

const aes = (sessionKey, use) => subtle.importKey('raw', sessionKey, 'AES-GCM', false, [use]);

export async function seal(text, sessionKey) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await aes(sessionKey, 'encrypt');
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
  return base64(Buffer.concat([iv, new Uint8Array(sealed)]));
}

export async function open(sealed, sessionKey) {
  const all = bytes(sealed);
  const key = await aes(sessionKey, 'decrypt');
  const text = await subtle.decrypt(
    { name: 'AES-GCM', iv: all.slice(0, 12) },
    key,
    all.slice(12),
  );
  return new TextDecoder().decode(text);
}
