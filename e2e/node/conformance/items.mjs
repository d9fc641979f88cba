// Items and signatures, made and checked with arbundles and Node's crypto: nothing of ours.
import {
  constants,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import {
  ArweaveSigner,
  createData,
  DataItem,
  EthereumSigner,
  HexSolanaSigner,
  NearSigner,
  TypedEthereumSigner,
} from '@dha-team/arbundles';
import { readWallet } from '../ao.mjs';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const bytesOf = (text) => Buffer.from(text, 'base64url');
export const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

function base58(bytes) {
  let digits = '';
  for (let rest = BigInt(`0x${bytes.toString('hex')}`); rest > 0n; rest /= 58n) {
    digits = ALPHABET[Number(rest % 58n)] + digits;
  }
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros) + digits;
}

function ed25519Key() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d, x } = privateKey.export({ format: 'jwk' });
  return base58(Buffer.concat([bytesOf(d), bytesOf(x)]));
}

/** An RSA signer that uses this salt length, in bytes. */
class SaltedSigner extends ArweaveSigner {
  constructor(wallet, saltLength) {
    super(wallet);
    this.key_ = createPrivateKey({ key: wallet, format: 'jwk' });
    this.saltLength = saltLength;
  }

  async sign(message) {
    const { key_: key, saltLength } = this;
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return sign('sha256', message, { key, padding, saltLength });
  }
}

export const signers = {
  /** A wallet nobody has seen: the quickest to make. */
  fresh: () => new NearSigner(ed25519Key()),
  ed25519: () => new NearSigner(ed25519Key()),
  solana: () => new HexSolanaSigner(ed25519Key()),
  rsa: (wallet = 'dev-3') => new ArweaveSigner(readWallet(wallet)),
  salted: (length) => new SaltedSigner(readWallet('dev-3'), length),
  /** Private key 1, whose address the contract gives. */
  ethereum: () => new EthereumSigner('0'.repeat(63) + '1'),
  typedEthereum: () => new TypedEthereumSigner('0'.repeat(63) + '1'),
};

/** The address as schedulers and GraphQL write it: SHA-256 of the key, whatever its type. */
export const addressOf = (signer) => base64url(sha256(signer.publicKey));

export const tagList = (tags) =>
  Array.isArray(tags) ? tags : Object.entries(tags).map(([name, value]) => ({ name, value }));

export const AO = tagList({ 'Data-Protocol': 'ao', Variant: 'ao.TN.1', Type: 'Message' });

/** Signs an item with exactly these tags. */
export async function signed(signer, { target, anchor, tags = [], data = ' ' }) {
  const item = createData(data, signer, { target, anchor, tags: tagList(tags) });
  await item.sign(signer);
  return { id: item.id, raw: item.getRaw() };
}

/**
 * Signs an ordinary message: the caller's tags first, then those of ao. The anchor makes it another
 * item than the last one that said the same, since signatures of Ed25519 are deterministic.
 */
export function message(signer, target, tags, data = ' ', anchor = randomBytes(16).toString('hex')) {
  return signed(signer, { target, anchor, tags: [...tagList(tags), ...AO], data });
}

/** Signs a process item. */
export function birth(signer, { module, scheduler }, tags = {}) {
  const own = { Module: module, Scheduler: scheduler };
  const ao = tagList({ 'Data-Protocol': 'ao', Variant: 'ao.TN.1', Type: 'Process', ...own });
  return signed(signer, { tags: [...tagList(tags), ...ao], data: randomBytes(8).toString('hex') });
}

/** The id of an item by its bytes: SHA-256 of the signature. */
export const idOf = (raw) => new DataItem(Buffer.from(raw)).id;

/** Where the parts of an item of Ed25519 begin, to flip a byte of each. */
export function partsOf(raw) {
  const item = new DataItem(Buffer.from(raw));
  const tags = item.getTagsStart() + 16 + 2;
  return { signature: 2 + 10, owner: 2 + 64 + 3, tag: tags, data: raw.length - 1 };
}

export function flipped(raw, at) {
  const copy = Buffer.from(raw);
  copy[at] ^= 1;
  return copy;
}

/** An assignment as a scheduler shows it, put together again as the item it is. */
export async function assignmentItem({ owner, tags, signature }) {
  const shape = { publicKey: bytesOf(owner.key), ownerLength: 32, signatureLength: 64 };
  const item = createData('', { ...shape, signatureType: 2 }, { tags });
  await item.setSignature(bytesOf(signature));
  return { id: item.id, valid: await DataItem.verify(item.getRaw()) };
}

/** The same for a message as a scheduler shows it. */
export async function messageItem({ owner, tags, signature, anchor, target, data }) {
  const key = bytesOf(owner.key);
  const type = key.length === 512 ? 1 : 2;
  const shape = { publicKey: key, ownerLength: key.length, signatureLength: key.length };
  const signer = { ...shape, signatureType: type, signatureLength: type === 1 ? 512 : 64 };
  const item = createData(data ?? '', signer, {
    tags,
    anchor: anchor ?? undefined,
    target: target || undefined,
  });
  await item.setSignature(bytesOf(signature));
  return { id: item.id, valid: await DataItem.verify(item.getRaw()) };
}

/** AO contract, section 2.2: the first link, and the one behind an assignment. */
export const chainStart = (process) => sha256(bytesOf(process));
export const chainNext = (assignmentId, link) => sha256(bytesOf(assignmentId), link);
