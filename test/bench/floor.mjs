// The least that a Worker can do that keeps the request, so that it can be sent again, reads a
// short answer before it delivers it, and answers an error with another: the limit of what
// ukemi can reach. It has no core; a function that returns its argument stands for it.

import same from './same.wasm';

const { memory, call } = new WebAssembly.Instance(same).exports;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** As many headers as an error of ukemi has. */
const own = [
  'content-type', 'x-should-retry', 'x-ukemi-attempts', 'x-ukemi-class', 'x-ukemi-reason', 'x-ukemi-retry',
  'x-ukemi-rule', 'x-ukemi-upstream-status', 'server-timing', 'link',
];

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const { method, headers } = request;
    const body = await request.arrayBuffer();
    const init = { method, headers, body, redirect: 'manual' };
    const answer = await fetch(env.UPSTREAM + url.pathname + url.search, init);
    if (answer.headers.has('openai-version')) return answer;
    const bytes = await answer.arrayBuffer();
    if (answer.status < 400) {
      const { error } = JSON.parse(decoder.decode(bytes));
      return error ? new Response(null, { status: 502 }) : new Response(bytes, answer);
    }
    new Uint8Array(memory.buffer).set(new Uint8Array(bytes));
    const read = new Uint8Array(memory.buffer, 0, call(bytes.byteLength));
    const { error } = JSON.parse(decoder.decode(read));
    const all = new Headers();
    for (const name of own) all.append(name, name === 'content-type' ? 'application/json' : name);
    return new Response(encoder.encode(JSON.stringify({ error })), { status: answer.status, headers: all });
  },
};
