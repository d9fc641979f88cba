// The gateway's reads, with the reader's access token, and what it says when it refuses.
import { access, forgetAccess } from './identity.js';

const ORIGIN = location.origin;

/** A refusal, or an absence: `code` is the gateway's word, or `Away` when nothing answers. */
export class Refused extends Error {
  constructor(status, code, sentence) {
    super(sentence);
    this.status = status;
    this.code = code;
  }

  /** Whether a proof might change the answer. */
  get isPrivate() {
    return this.code === 'Unauthorized';
  }

  get isMissing() {
    return this.code === 'UnknownProcess' || this.code === 'NotFound';
  }

  /** Whether it may be different in a moment. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** How far the reader's clock is from the gateway's, in milliseconds; positive: behind. */
let drift = 0;

export const clockDrift = () => drift;

/** The gateway's time, whatever the reader's clock says. */
export const serverNow = () => Date.now() + drift;

function learnTime(response, asked) {
  const said = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(said)) return;
  const middle = (asked + Date.now()) / 2;
  // The header counts whole seconds, so that less than two say nothing.
  const seen = said + 500 - middle;
  drift = Math.abs(seen) < 2_000 ? 0 : Math.round(seen);
}

async function refusal(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // A proxy in between speaks no JSON.
  }
  if (response.status === 401) forgetAccess();
  return new Refused(
    response.status,
    body.code ?? 'Unreadable',
    body.error ?? `the answer has status ${response.status} and no reason`,
  );
}

async function send(path, options = {}) {
  const headers = { accept: 'application/json', ...options.headers };
  const token = access()?.token;
  if (token) headers.authorization = `Bearer ${token}`;
  const asked = Date.now();
  let response;
  try {
    response = await fetch(ORIGIN + path, { ...options, headers, credentials: 'omit', cache: 'no-store' });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refused(0, 'Away', 'the gateway does not answer');
  }
  learnTime(response, asked);
  if (!response.ok) throw await refusal(response);
  return response;
}

export async function get(path, signal) {
  return (await send(path, { signal })).json();
}

export async function post(path, body, type, signal) {
  return (await send(path, { method: 'POST', body, headers: { 'content-type': type }, signal })).json();
}

const enc = encodeURIComponent;

let homeAsked;

/** What the deployment says of itself; does not change while it runs. */
export function home() {
  homeAsked ??= get('/').catch((failure) => {
    homeAsked = undefined;
    throw failure;
  });
  return homeAsked;
}

export const system = (signal) => get('/explorer/api/system', signal);

export const recent = (after, signal) => get(`/explorer/api/recent?after=${enc(after)}`, signal);

export const assignment = (id, signal) => get(`/explorer/api/assignment/${enc(id)}`, signal);

export const processItem = (process, signal) => get(`/processes/${enc(process)}`, signal);

export const state = (process, signal) => get(`/state/${enc(process)}`, signal);

export const latest = (process, signal) => get(`/${enc(process)}/latest`, signal);

/** One message and its assignment, with everything that was signed; waits until it is evaluated. */
export const message = (process, id, signal) =>
  get(`/${enc(id)}?process-id=${enc(process)}&show-anchor`, signal);

/** Its Result; waits until it is evaluated. */
export const result = (process, id, signal) => get(`/result/${enc(id)}?process-id=${enc(process)}`, signal);

/** Messages of a process by nonce, both ends included; the scheduler’s first bound is not. */
export async function byNonce(process, from, to, signal) {
  const path = `/${enc(process)}?from-nonce=${from - 1}&to-nonce=${to}&limit=${Math.min(100, to - from + 1)}`;
  return (await get(path, signal)).edges.map((edge) => edge.node);
}

/** A page of the messages of a process behind a nonce, -1 for the first. */
export const after = (process, nonce, signal) => get(`/${enc(process)}?from-nonce=${nonce}&limit=100`, signal);

/** A page of the Results of a process behind a cursor, or the first. */
export const results = (process, cursor, signal) =>
  get(`/results/${enc(process)}?sort=ASC&limit=100${cursor ? `&from=${enc(cursor)}` : ''}`, signal);

/** A page of the messages of a process after a time. */
export async function since(process, time, signal) {
  return get(`/${enc(process)}?from=${time}&limit=100`, signal);
}

/** A question that changes nothing. */
export function dryRun(process, tags, data, signal) {
  const question = { Id: '1234', Target: process, Owner: '1234', Anchor: '0', Data: data === '' ? '1234' : data, Tags: tags };
  return post(`/dry-run?process-id=${enc(process)}`, JSON.stringify(question), 'application/json', signal);
}

/** The JSON that a process answers a dry-run with. */
export async function ask(process, action, data = '', signal) {
  const said = await dryRun(process, [{ name: 'Action', value: action }], data, signal);
  const reply = said.Messages?.[0];
  return reply ? JSON.parse(reply.Data) : undefined;
}

/** A transaction by its id alone, whatever it is; nothing if there is none for this reader. */
export async function transaction(id, signal) {
  const query = 'query($id: ID!) { transaction(id: $id) { id recipient owner { address } tags { name value } } }';
  const answer = await post('/graphql', JSON.stringify({ query, variables: { id } }), 'application/json', signal);
  return answer.data?.transaction ?? undefined;
}

export const sendItem = (bytes) => post('/', bytes, 'application/octet-stream');

/** One event of a stream: `{event, id, data}`. */
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let id = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    let end;
    while ((end = text.indexOf('\n\n')) >= 0) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      let event = 'message';
      const data = [];
      for (const line of block.split('\n')) {
        if (line.startsWith('event:')) event = line.slice(6).trim();
        else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
        else if (line.startsWith('id:')) id = line.slice(3).trim();
      }
      yield { event, id, data: data.length > 0 ? JSON.parse(data.join('\n')) : undefined };
    }
  }
}

/** Leaves nothing behind: a page that is looked at for a day pauses a hundred thousand times. */
export const pause = (millis, signal) =>
  new Promise((done) => {
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      done();
    };
    const timer = setTimeout(over, millis);
    signal.addEventListener('abort', over);
  });

/**
 * Follows a stream from a position on until the signal ends it, across lost connections.
 *
 * @param say told `live`, or `away` with the reason, whenever that changes
 */
export async function follow(id, from, signal, on, say = () => {}) {
  let last = from;
  let wait = 500;
  while (!signal.aborted) {
    try {
      const headers = { accept: 'text/event-stream' };
      const place = last === undefined ? '' : `?from=${enc(last)}`;
      const response = await send(`/stream/${enc(id)}${place}`, { signal, headers });
      say('live');
      wait = 500;
      for await (const one of events(response)) {
        if (one.id) last = one.id;
        if (signal.aborted) return;
        if (one.event === 'end') break;
        if (one.data !== undefined) on(one);
      }
    } catch (failure) {
      if (signal.aborted) return;
      if (failure instanceof Refused && !failure.passes) throw failure;
      say('away', failure);
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, 5_000);
  }
}

/** Does something again and again while the page is looked at. */
export function every(millis, signal, work) {
  (async () => {
    while (!signal.aborted) {
      if (!document.hidden) await work();
      await pause(millis, signal);
    }
  })();
}

const CODES = {
  Away: 'The gateway does not answer. Nothing that it accepted is lost; this page goes on asking.',
  BrokerUnavailable: 'The broker is away. What was accepted is kept, nothing moves meanwhile, and this page goes on asking.',
  UnitUnavailable: 'The service that evaluates this process is away. What was accepted waits in its inbox, and this page goes on asking.',
  DeploymentUnknown: 'The gateway has just started and has not read its deployment yet.',
  NotEvaluated: 'It is not evaluated yet.',
  UnknownProcess: 'No process has this id, or it is one that is shown to its own people alone.',
  NotFound: 'There is nothing with this id, or it is not shown to you.',
  Unauthorized: 'This is private: only its owners may see it.',
  InvalidToken: 'Your proof has expired or was revoked. Prove your wallet again.',
  InvalidRequest: 'The gateway can’t make sense of this.',
  StaleProof: 'The signed time is too far from the gateway’s: one of the two clocks is off.',
  TooMany: 'You have asked a great deal in a short time; this page asks again in a moment.',
  Overloaded: 'The gateway is busy; this page goes on asking.',
  NotReady: 'The gateway is still working this out; this page goes on asking.',
  Unreadable: 'The answer can’t be read.',
};

/** What is so, in a sentence. */
export function sentence(failure) {
  if (failure instanceof Refused) return CODES[failure.code] ?? `The gateway refuses: ${failure.message}.`;
  return `This page failed: ${failure.message}.`;
}
