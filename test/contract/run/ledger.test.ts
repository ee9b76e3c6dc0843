import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import { CONTAINER, TOKEN } from '../../../src/contract/model/placeholders.ts';
import { readModel } from '../../../src/contract/model/read-model.ts';
import { createNamer } from '../../../src/contract/run/create-namer.ts';
import { encodeRequest } from '../../../src/contract/run/encode-request.ts';
import { createLedger, type Entry } from '../../../src/contract/run/ledger.ts';
import type { Exchange } from '../../../src/contract/run/transport.ts';
import { textOf } from '../../../src/text/bilingual.ts';
import { answer } from '../send-to-fake.ts';

const contract = readModel(document);
const containers = contract.operations.flatMap((operation) => operation.containers)[0];

/** A ledger, and a way to tell it of requests for `operation` with these values. */
const open = (given?: string) => {
  const ledger = createLedger(given);
  const namer = createNamer(() => 0.3, given, containers?.maker);
  const naming = namer.next([]);
  const fill = namer.fill(naming);
  const note = (operation: string, set: Record<string, string>, what: number | Partial<Exchange>): void => {
    const model = contract.byKey.get(operation);
    if (!model) throw new Error(`There is no ${operation}.`);
    const plan = { model: operation, changes: { set } };
    const exchange = typeof what === 'number' ? { response: answer(what) } : { response: undefined, ...what };
    const request = encodeRequest(model, plan, fill);
    const { note: hear } = ledger.read(contract, plan, fill);
    hear({ request, problem: undefined, isOurs: false, retried: false, ...exchange });
  };
  const only = (): Entry | undefined => ledger.entries()[0];
  return { ledger, note, only };
};

const NEW = { 'body.repository': TOKEN };

describe('the ledger', () => {
  test.each<[string, number | Partial<Exchange>, string[]]>([
    ['was made', 201, ['yes', 'maybe']],
    ['was refused', 400, ['refused']],
    ['may have been made before the server failed', 500, ['maybe', 'maybe']],
    [
      'may have been made by a try before the one that was refused',
      { response: answer(409), retried: true },
      ['maybe', 'maybe'],
    ],
    ['may have been made though no answer came', { retried: true, problem: textOf('late') }, ['maybe', 'maybe']],
    ['may have been made by a try before the run ended', { retried: true, isOurs: true }, ['maybe', 'maybe']],
    ['was never sent', { isOurs: true, problem: textOf('the run was interrupted.') }, []],
    ['reached nobody', { problem: textOf('nothing listens') }, []],
  ])('says that a record %s; the namespace may have come with it', (_, exchange, made) => {
    const { note, ledger } = open();
    note('createRepository', NEW, exchange);
    expect(ledger.entries().map((entry) => entry.made)).toEqual(made);
  });

  test('does not hold a namespace that was given, and knows what else is not of the run', () => {
    const { note, ledger } = open('group');
    note('createRepository', { 'body.repository': 'ab' }, 503);
    note('createRepository', NEW, 503);
    expect(ledger.entries().map(({ collection, isOwn }) => [collection, isOwn])).toEqual([
      ['repositories', false],
      ['repositories', true],
    ]);
  });

  test('keeps the surest word, and tells names with a slash apart', () => {
    const { note, ledger } = open();
    note('createNamespace', { 'body.namespace': 'a-long-name' }, 201);
    note('createNamespace', { 'body.namespace': 'a-long-name' }, 409);
    note('createRepository', { 'path.namespace': 'a/b', 'body.repository': 'c' }, 400);
    note('createRepository', { 'path.namespace': 'a', 'body.repository': 'b/c' }, 400);
    expect(ledger.entries().map(({ key, made }) => [...key, made])).toEqual([
      ['a/b', 'c', 'refused'],
      ['a', 'b/c', 'refused'],
      ['a-long-name', 'yes'],
    ]);
  });

  test('knows what was deleted, until it is made again', () => {
    const { note, only } = open();
    note('createRepository', NEW, 201);
    note('deleteRepository', { 'path.namespace': CONTAINER, 'path.repository': TOKEN }, 404);
    expect(only()?.wasDeleted).toBe(false);
    note('deleteRepository', { 'path.namespace': CONTAINER, 'path.repository': TOKEN }, 204);
    expect(only()?.wasDeleted).toBe(true);
    note('createRepository', NEW, 201);
    expect(only()?.wasDeleted).toBe(false);
  });

  test.each(['.', '..'])(
    'has no DELETE that a server could take for one of what holds the record (%s)',
    (repository) => {
      const { note, only } = open('group');
      note('createRepository', { 'body.repository': repository }, 201);
      expect(only()).toMatchObject({ made: 'yes', removal: undefined });
    },
  );
});
