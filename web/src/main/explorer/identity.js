// Who is reading: a wallet from a file or the browser's own. Keys stay in this page's memory and are lost with it; what a
// reload keeps is the access token, in this tab alone.
import { base64url, bytesOf, hasCrypto, sha256, signItem } from './ans104.js';

const PLACE = 'mostao.explorer.access';
export const changes = new EventTarget();

let signer;

function told() {
  changes.dispatchEvent(new Event('change'));
}

/** `{token, wallet, expires}`, or nothing. */
export function access() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? 'null');
    return kept && kept.expires > Date.now() ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function forgetAccess() {
  if (sessionStorage.getItem(PLACE) !== null) {
    sessionStorage.removeItem(PLACE);
    told();
  }
}

/** Forgets a token whose time is over; everybody is told then. */
export function expire() {
  if (!access()) forgetAccess();
}

export function forget() {
  signer = undefined;
  sessionStorage.removeItem(PLACE);
  told();
}

/** `{address, sign(item) → bytes}` of the wallet at hand, or nothing. */
export const wallet = () => signer;

export const hasExtension = () => globalThis.arweaveWallet !== undefined;

function use(next) {
  signer = next;
  told();
  return next;
}

async function rsa(jwk) {
  const owner = bytesOf(jwk.n);
  if (owner.length !== 512) throw new Error(`the key has ${owner.length * 8} bits, and wallets have 4096`);
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
  const { kty, n, e, d, p, q, dp, dq, qi } = jwk;
  const key = await crypto.subtle.importKey('jwk', { kty, n, e, d, p, q, dp, dq, qi }, algorithm, false, ['sign']);
  return { type: 1, owner, sign: (bytes) => crypto.subtle.sign({ name: 'RSA-PSS', saltLength: 32 }, key, bytes) };
}

async function ed25519(jwk) {
  const { kty, crv, x, d } = jwk;
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, d }, { name: 'Ed25519' }, false, ['sign']);
  return { type: 2, owner: bytesOf(x), sign: (bytes) => crypto.subtle.sign({ name: 'Ed25519' }, key, bytes) };
}

/** The wallet in the text of a file. */
export async function fromFile(content) {
  if (!hasCrypto()) throw new Error('this browser signs only on pages that come by HTTPS or from this machine');
  let jwk;
  try {
    jwk = JSON.parse(content);
  } catch {
    throw new Error('the file is not JSON; a wallet file is a JSON Web Key');
  }
  let key;
  if (jwk?.kty === 'RSA' && jwk.d) key = await rsa(jwk);
  else if (jwk?.kty === 'OKP' && jwk.crv === 'Ed25519' && jwk.d) key = await ed25519(jwk);
  else throw new Error('the file holds no private RSA or Ed25519 key; keys of other kinds can’t sign in a browser');
  const address = base64url(await sha256(key.owner));
  return use({ address, from: 'a file', sign: (item) => signItem(key, item) });
}

/** The browser's own wallet, `window.arweaveWallet`. */
export async function fromExtension() {
  const own = globalThis.arweaveWallet;
  await own.connect(['ACCESS_ADDRESS', 'SIGN_TRANSACTION']);
  const address = await own.getActiveAddress();
  return use({
    address,
    from: 'the browser’s wallet',
    sign: async (item) => {
      const signed = await own.signDataItem(item);
      return new Uint8Array(signed.raw ?? signed);
    },
  });
}

const AO = [
  { name: 'Data-Protocol', value: 'ao' },
  { name: 'Variant', value: 'ao.TN.1' },
  { name: 'Type', value: 'Message' },
];

/** A message to a process, signed. */
export function signMessage(target, tags, data) {
  return signer.sign({ target, tags: [...AO, ...tags], data });
}

/** Gets an access token for the wallet at hand. */
export async function prove(authority, now, send) {
  const item = await signMessage(
    authority,
    [
      { name: 'Action', value: 'Access' },
      { name: 'Timestamp', value: String(now) },
      { name: 'Origin', value: location.origin },
    ],
    '',
  );
  const given = await send(item);
  const kept = { token: given.access_token, wallet: given.wallet, expires: Date.now() + given.expires_in * 1_000 };
  sessionStorage.setItem(PLACE, JSON.stringify(kept));
  told();
  return kept;
}
