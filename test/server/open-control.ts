import { createEngine } from '../../src/engine/create-engine.ts';
import { CONTROL_PREFIX, type Controlled, createControlApi } from '../../src/server/control/control-api.ts';
import { createJournal } from '../../src/server/journal/journal.ts';
import { things } from '../engine/thing-document.ts';
import { utf8 } from '../http/encode-multipart.ts';

const RECORDS: Controlled['records'] = {
  collections: ['things'],
  keyOf: () => ['name'],
  list: () => ({ records: [{ name: 'a' }], total: 1 }),
  check: () => [],
  insert: () => true,
  find: () => ({ name: 'a' }),
  remove: () => true,
};

/** What goes with a request of the control API; what is no text is sent as JSON. */
interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A control API over an engine of things, and ways to ask it. */
export const openControl = (change: Partial<Controlled> = {}) => {
  const engine = createEngine({ document: things, resolvers: { readThing: () => ({ status: 200 }) } });
  const journal = createJournal(5);
  const calls: unknown[] = [];
  const api = createControlApi({
    engine: () => engine,
    journal,
    health: () => ({ version: '1.2.3' }),
    reset: async () => {
      calls.push('reset');
    },
    snapshot: () => ({ collections: { things: [{ name: 'a' }] } }),
    restore: async (snapshot) => {
      calls.push(snapshot);
      return [];
    },
    records: RECORDS,
    openapi: { yaml: () => 'openapi: 3.1.0\n', json: () => ({ openapi: '3.1.0' }), plain: (server) => ({ server }) },
    hosts: ['fake'],
    ...change,
  });
  const call = async (method: string, name: string, { headers = { host: '127.0.0.1:1' }, body = '' }: Sent = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const target = CONTROL_PREFIX + name;
    const request = { method, target, headers, body: utf8(text) };
    const answered = api.judge(request) ?? (await api.answer(request));
    const isJson = answered.headers['content-type'] === 'application/json' && !answered.more && answered.body !== '';
    return { ...answered, json: isJson ? (JSON.parse(answered.body) as unknown) : undefined };
  };
  /** Asks the engine, and keeps it in the journal. */
  const record = async (target: string, more: { body?: Uint8Array; drop?: boolean } = {}): Promise<void> => {
    const headers = { authorization: 'Bearer a', 'x-trace': 'a' };
    const request = { method: 'GET', target, headers, body: more.body ?? new Uint8Array() };
    const handled = { ...(await engine.handle(request)), drop: more.drop ?? false };
    journal.add({ request, rawHeaders: Object.entries(headers).flat(), handled, at: new Date(0), duration: 1 });
  };
  return { engine, journal, calls, call, record };
};
