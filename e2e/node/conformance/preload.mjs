// node --import ./conformance/preload.mjs …
//
// The only thing around the unmodified clients. Before they are imported, fetch is replaced by one
// that notes what was asked, and that answers for the one public host that scheduler-utils has
// built in (AO contract, section 5.3): 404, which makes it go on with GraphQL. Everything else goes
// out as it is.
const BUILT_IN = 'https://su-router.ao-testnet.xyz';
const send = globalThis.fetch;

/** Every request so far: method, url, body, and the answer's status. */
globalThis.requests = [];

globalThis.fetch = async (input, init = {}) => {
  const url = String(input?.url ?? input);
  if (url.startsWith(BUILT_IN)) {
    return new Response('{"error":"there is no such router here"}', { status: 404 });
  }
  const request = { method: init.method ?? 'GET', url, body: init.body, status: 0 };
  globalThis.requests.push(request);
  const response = await send(input, init);
  request.status = response.status;
  return response;
};
