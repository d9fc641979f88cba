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

export const joined = (...parts) => joinedAll(parts);

/** The same of more parts than a function may have arguments. */
export function joinedAll(parts) {
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

const NONE = new Uint8Array(0);

/** A field that may be missing. */
const optional = (bytes) => (bytes.length > 0 ? [Uint8Array.of(1), bytes] : [Uint8Array.of(0)]);

/** What follows the owner in an item's bytes. */
function content({ target = NONE, anchor = NONE, tags, data }) {
  const section = tagBytes(tags);
  return joined(...optional(target), ...optional(anchor), eight(tags.length), eight(section.length), section, data);
}

/** A signed item as its bytes. */
export function itemBytes({ type, signature, owner, ...said }) {
  return joined(Uint8Array.of(type, 0), signature, owner, content(said));
}

/**
 * A signed item.
 *
 * @param signer `{type, owner, sign}`: the signature type, the public key, and what signs bytes
 * @param item its target may be missing
 */
export async function signItem(signer, { target = '', tags, data }) {
  const said = { target: bytesOf(target), tags, data: text.encode(data) };
  const hash = await deepHash(signer.type, signer.owner, said.target, NONE, tagBytes(tags), said.data);
  const signature = new Uint8Array(await signer.sign(hash));
  return itemBytes({ type: signer.type, owner: signer.owner, signature, ...said });
}

/** Lengths of signature and owner, by signature type. */
const LENGTHS = { 1: [512, 512], 2: [64, 32], 3: [65, 65], 4: [64, 32], 5: [64, 32], 6: [2052, 1025], 7: [65, 42] };

/** The signature type of a key and a signature of these lengths, the most usual one. */
const typeOf = (signature, owner) =>
  Number(Object.keys(LENGTHS).find((type) => LENGTHS[type][0] === signature.length && LENGTHS[type][1] === owner.length));

/**
 * The owner and the signature of an item without a target that somebody else has signed; nothing if it says anything else than it
 * was to say. An anchor says nothing.
 */
export function signedAs(bytes, { tags, data }) {
  const [signed, key] = LENGTHS[bytes[0]] ?? [];
  if (signed === undefined || bytes[1] !== 0) return undefined;
  const rest = bytes.subarray(2 + signed + key);
  const anchor = rest[1] === 1 ? rest.subarray(2, 34) : NONE;
  const expected = content({ anchor, tags, data: text.encode(data) });
  if (expected.length !== rest.length || expected.some((byte, at) => byte !== rest[at])) return undefined;
  return { signature: bytes.subarray(2, 2 + signed), owner: bytes.subarray(2 + signed, 2 + signed + key) };
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

/** The type of signature that holds, if one does. */
async function ed25519Type(owner, signature, hash) {
  const key = await crypto.subtle.importKey('raw', owner, { name: 'Ed25519' }, true, ['verify']);
  for (const [type, said] of Object.entries(ED25519)) {
    if (await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, said(await hash(type)))) return Number(type);
  }
  return undefined;
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
 * @returns `{state, by, parts}`: `holds`, `broken`, or `unknown` with the reason in `why`; `parts` are what `itemBytes` makes the
 *   item of
 */
export async function checkSignature(item) {
  const owner = bytesOf(item.owner.key);
  const signature = bytesOf(item.signature);
  const target = item.target ? bytesOf(item.target) : NONE;
  const anchor = item.anchor ? bytesOf(item.anchor) : NONE;
  const data = item.data_encoding === 'base64url' ? bytesOf(item.data) : text.encode(item.data ?? '');
  const { tags } = item;
  const section = tagBytes(tags);
  const hash = (type) => deepHash(type, owner, target, anchor, section, data);
  const verdict = (state, type, more) => ({ state, parts: { type, signature, owner, target, anchor, tags, data }, ...more });
  const judged = (type, by) => verdict(type === undefined ? 'broken' : 'holds', type, { by });
  const unknown = (why) => verdict('unknown', typeOf(signature, owner), { why });
  if (owner.length === 512) return judged((await rsaHolds(owner, signature, await hash(1))) ? 1 : undefined, 'RSA-PSS, 4096 bits');
  if (owner.length === 32) {
    return (await canEd25519()) ? judged(await ed25519Type(owner, signature, hash), 'Ed25519') : unknown('this browser has no Ed25519');
  }
  return unknown(
    owner.length === 65 ? 'it is of an Ethereum key (secp256k1), which browsers can’t verify' : 'its kind of key is one that browsers can’t verify',
  );
}
