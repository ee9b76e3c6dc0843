import { deepStrictEqual } from 'node:assert/strict';
import type { Client, Reply, Sent } from './client.ts';
import type { OperationId } from './operations.ts';

/** A short conversation that any conforming server passes; it throws where one does not. */
export interface Law {
  readonly id: string;
  /** Which reading of the register it needs. */
  readonly reading?: string;
  readonly run: (client: Client) => Promise<void>;
}

/** The objects of a list. */
export type Items = readonly Readonly<Record<string, unknown>>[];

export const equal = (received: unknown, expected: unknown, what: string): void =>
  deepStrictEqual(received, expected, `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(received)}`);

export const itemsOf = ({ value }: Reply): Items => {
  if (!Array.isArray(value)) throw new Error(`expected a list, received ${JSON.stringify(value)}`);
  return value as Items;
};

export const fieldsOf = ({ value }: Reply): Readonly<Record<string, unknown>> => value as Record<string, unknown>;

/** Null, missing and empty all say that a text was not given. */
export const textOf = (value: unknown): unknown => value ?? '';

/** Sends a call that must be refused as a bad request. */
export const bad = async (client: Client, operation: OperationId, sent: Sent): Promise<void> => {
  await client.call(operation, sent, 400);
};

/** The names of a list, in its order. */
export const namesIn = (items: Items): unknown[] => items.map(({ name }) => name);

export const createNamespace = async (client: Client, name = client.name()): Promise<string> => {
  await client.call('createNamespace', { json: { namespace: name } }, 201);
  return name;
};

/** Creates a repository of the plain form with some fields changed. */
export const createRepository = async (
  client: Client,
  namespace: string,
  repository = client.name('r'),
  fields: Readonly<Record<string, string>> = {},
): Promise<string> => {
  await client.call(
    'createRepository',
    { path: { namespace }, form: { repository, is_public: 'false', ...fields } },
    201,
  );
  return repository;
};

export const readRepository = async (client: Client, namespace: string, repository: string) =>
  fieldsOf(await client.call('getRepository', { path: { namespace, repository } }, 200));

export const listRepositories = async (client: Client, filter: string): Promise<Items> =>
  itemsOf(await client.call('listRepositories', { filter }, 200));

export const share = (client: Client, namespace: string, repository: string, access_domain: string, rest = {}) =>
  client.call(
    'createAccessDomain',
    { path: { namespace, repository }, json: { access_domain, permit: 'read', deadline: 'forever', ...rest } },
    201,
  );

export const listSharing = async (client: Client, namespace: string, repository: string): Promise<Items> =>
  itemsOf(await client.call('listAccessDomains', { path: { namespace, repository } }, 200));

export const isShared = async (client: Client, namespace: string, repository: string, access_domain: string) =>
  fieldsOf(await client.call('getAccessDomain', { path: { namespace, repository, access_domain } }, 200))['exist'];
