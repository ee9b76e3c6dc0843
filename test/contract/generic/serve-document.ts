import type { Send } from '../../../src/contract/run/transport.ts';
import { pickKey } from '../../../src/engine/check-records.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import type { Call, Resolver } from '../../../src/engine/resolver.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import { childNode, type Document, isNode, type Node, textAt } from '../../../src/openapi/document/document.ts';
import { listOperations, type Operation } from '../../../src/openapi/operations/list-operations.ts';
import { createStore } from '../../../src/store/create-store.ts';
import type { StoredRecord } from '../../../src/store/unique-key.ts';

/** Serves any document that says what its operations do to records: a store, and one resolver for all. */
export const serveDocument = (document: Document): Send => {
  const resolved = dereference(document);
  const store = createStore({ document: resolved });
  const show = (schema: Node, record: StoredRecord): StoredRecord =>
    Object.fromEntries(
      Object.entries(childNode(schema, 'properties')).flatMap(([name, property]) => {
        const value = record[(isNode(property) ? textAt(property, 'x-record') : undefined) ?? name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const resolve: Resolver = async (call) => {
    const { operation, body } = call;
    const { effect, uniqueKey } = operation;
    const success = operation.responses.find(({ status }) => /^2/.test(status));
    const done = { status: Number(success?.status) };
    if (!effect) return done;
    const key = pickKey(uniqueKey?.key ?? effect.key, call);
    const { collection } = effect;
    if (effect.kind === 'create') {
      const named = Object.fromEntries(
        Object.keys(uniqueKey?.key ?? {}).map((property, index) => [property, key[index]]),
      );
      const isNew = store.insert(collection, { ...body, ...named });
      return isNew || !uniqueKey ? done : { refuse: 'unique', rule: uniqueKey, values: key };
    }
    const schema = success?.schema ?? {};
    if (effect.kind === 'read') return { ...done, body: show(schema, store.find(collection, key) ?? {}) };
    if (effect.kind === 'update') store.update(collection, key, body);
    if (effect.kind === 'delete') store.remove(collection, key);
    if (effect.kind !== 'list') return done;
    const records = store.below(collection, holderOf(operation, call));
    const filter = Object.entries((call.query['filter'] ?? {}) as Node);
    return {
      ...done,
      body: records
        .filter((record) => filter.every(([name, value]) => record[name] === value))
        .map((record) => show(childNode(schema, 'items'), record)),
    };
  };
  const engine = createEngine({
    document: resolved,
    resolvers: Object.fromEntries(listOperations(resolved).map(({ id }) => [id, resolve])),
    lookup: { has: (name, key) => store.find(name, key) !== undefined, hasBelow: store.hasBelow },
    onError: (error) => {
      throw error;
    },
  });
  return async ({ method, path, headers, body }) => {
    const { answer } = await engine.handle({ method, target: path, headers, body });
    return { status: answer.status, headers: answer.headers, body: answer.body, duration: 0 };
  };
};

/** What holds the records of a list: the record that must be there, else what the path says. */
const holderOf = ({ requires, template }: Operation, call: Call): string[] => {
  const rule = requires.at(-1);
  if (rule) return pickKey(rule.key, call);
  return [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => call.path[name] ?? '');
};
