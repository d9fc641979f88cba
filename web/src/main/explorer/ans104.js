// Data items (ANS-104) and what is signed of them, with the browser's own cryptography.

const text = new TextEncoder();

export function bytesOf(base64url) {
  const plain = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
}

export function base64url(bytes) {
  let plain = '';
  for (const byte of new Uint8Array(bytes)) plain += String.fromCharCode(byte);
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Browsers have it for HTTPS and for this machine only. */
export const hasCrypto = () => globalThis.crypto?.subtle !== undefined;

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-384', bytes));

/** A number as Avro writes it: zigzag, seven bits a byte. */
function long(value) {
  let left = BigInt(value) * 2n;
  const bytes = [];
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left > 0n ? low | 0x80 : low);
  } while (left > 0n);
  return Uint8Array.from(bytes);
}

export function tagBytes(tags) {
  if (tags.length === 0) return new Uint8Array(0);
  const parts = [long(tags.length)];
  for (const { name, value } of tags) {
    for (const each of [text.encode(name), text.encode(value)]) parts.push(long(each.length), each);
  }
  return joined(...parts, long(0));
}

/** The deep hash of an item, which its signature is about. */
export async function deepHash(type, owner, target, anchor, tags, data) {
  const blobs = [text.encode('dataitem'), text.encode('1'), text.encode(String(type)), owner, target, anchor, tags, data];
  let folded = await sha384(text.encode(`list${blobs.length}`));
  for (const blob of blobs) {
    const hash = await sha384(joined(await sha384(text.encode(`blob${blob.length}`)), await sha384(blob)));
    folded = await sha384(joined(folded, hash));
  }
  return folded;
}

/** A little-endian number of eight bytes. */
function eight(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

/**
 * A signed item.
 *
 * @param signer `{type, owner, sign}`: the signature type, the public key, and what signs bytes
 */
export async function signItem(signer, { target, tags, data }) {
  const content = text.encode(data);
  const to = bytesOf(target);
  const section = tagBytes(tags);
  const hash = await deepHash(signer.type, signer.owner, to, new Uint8Array(0), section, content);
  const signature = new Uint8Array(await signer.sign(hash));
  return joined(
    Uint8Array.of(signer.type, 0),
    signature,
    signer.owner,
    Uint8Array.of(1),
    to,
    Uint8Array.of(0),
    eight(tags.length),
    eight(section.length),
    section,
    content,
  );
}

const RSA = { name: 'RSA-PSS', hash: 'SHA-256' };
const SALTS = [32, 478, 0];

/** Whether an RSA signature holds; signers choose among a few lengths of salt. */
async function rsaHolds(owner, signature, hash) {
  const jwk = { kty: 'RSA', n: base64url(owner), e: 'AQAB', ext: true };
  const key = await crypto.subtle.importKey('jwk', jwk, RSA, true, ['verify']);
  for (const saltLength of SALTS) {
    if (await crypto.subtle.verify({ name: 'RSA-PSS', saltLength }, key, signature, hash)) return true;
  }
  return false;
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What wallets with Ed25519 keys sign of a deep hash, by the item's signature type, which is not shown. */
const ED25519 = {
  2: (hash) => hash,
  4: (hash) => text.encode(hex(hash)),
  5: (hash) => text.encode(`APTOS\nmessage: ${hex(hash)}\nnonce: bundlr`),
};

async function ed25519Holds(owner, signature, hash) {
  const key = await crypto.subtle.importKey('raw', owner, { name: 'Ed25519' }, true, ['verify']);
  for (const [type, said] of Object.entries(ED25519)) {
    if (await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, said(await hash(type)))) return true;
  }
  return false;
}

export async function canEd25519() {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(32), { name: 'Ed25519' }, true, ['verify']);
    return true;
  } catch (failure) {
    return failure.name !== 'NotSupportedError';
  }
}

/**
 * Whether a shown item is the one that was signed.
 *
 * @param item as the scheduler's JSON has it, with everything that was signed
 * @returns `{state, by}`: `holds`, `broken`, or `unknown` with the reason in `why`
 */
export async function checkSignature(item) {
  const owner = bytesOf(item.owner.key);
  const signature = bytesOf(item.signature);
  const target = item.target ? bytesOf(item.target) : new Uint8Array(0);
  const anchor = item.anchor ? bytesOf(item.anchor) : new Uint8Array(0);
  const data = item.data_encoding === 'base64url' ? bytesOf(item.data) : text.encode(item.data ?? '');
  const section = tagBytes(item.tags);
  const hash = (type) => deepHash(type, owner, target, anchor, section, data);
  if (owner.length === 512) {
    return verdict(await rsaHolds(owner, signature, await hash(1)), 'RSA-PSS, 4096 bits');
  }
  if (owner.length === 32) {
    if (!(await canEd25519())) return { state: 'unknown', why: 'this browser has no Ed25519' };
    return verdict(await ed25519Holds(owner, signature, hash), 'Ed25519');
  }
  return {
    state: 'unknown',
    why: owner.length === 65 ? 'it is of an Ethereum key (secp256k1), which browsers can’t verify' : 'its kind of key is one that browsers can’t verify',
  };
}

const verdict = (holds, by) => ({ state: holds ? 'holds' : 'broken', by });
