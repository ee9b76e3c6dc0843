import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { nameRule } from './name-rule.ts';

/** What a request asks for, as far as it could be read. */
export interface Asked {
  readonly namespace: string;
  /** Empty where the form has none. */
  readonly repository: string;
  readonly form: ReadonlyMap<string, string>;
  /** Names of the fields as they were sent. */
  readonly order: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** What stands behind the path, from its question mark. */
  readonly query: string;
  /** The client's port, so one number a connection. */
  readonly connection: number;
}

/** Which rule decided about a request. */
export type Reason =
  | 'route'
  | 'credentials'
  | 'media type'
  | 'form'
  | 'repeated'
  | 'unknown field'
  | 'missing'
  | 'namespace'
  | 'namespace unknown'
  | 'repository'
  | 'category'
  | 'description'
  | 'is_public'
  | 'taken'
  | 'created'
  | 'fault';

/** An answer before it is written. */
export interface Answer {
  readonly status: number;
  readonly reason: Reason;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What one server remembers. */
export interface Memory {
  /** Create requests so far, the current one included. */
  requests: number;
  /** What was created, by key, oldest first. */
  readonly taken: Map<string, Asked>;
  /** Counters and marks of a fault that needs to remember more. */
  readonly notes: Map<string, number>;
  /** The latest answer; undefined before the first. */
  last: Answer | undefined;
}

/** A field of the form as it was sent. */
export type Entry = readonly [name: string, value: string | File];

/** Everything about the server that a fault or a variation may replace. */
export interface Rules {
  /** An answer given before the request is looked at. */
  readonly before: (memory: Memory) => Answer | undefined;
  readonly authorized: (headers: IncomingHttpHeaders) => boolean;
  /** Reads a path segment; may throw URIError. */
  readonly decode: (segment: string) => string;
  readonly isForm: (contentType: string) => boolean;
  /** Changes the parts of a form before anything looks at them. */
  readonly parts: (
    entries: readonly Entry[],
    headers: IncomingHttpHeaders,
    body: Buffer,
    query: string,
  ) => readonly Entry[];
  readonly repeated: 'refuse' | 'first' | 'last';
  readonly unknownFields: 'ignore' | 'refuse';
  /** Fields whose empty value counts as not sent. */
  readonly emptyIsAbsent: readonly string[];
  /** Names of the fields that are missing. */
  readonly missing: (asked: Asked, memory: Memory) => readonly string[];
  readonly namespace: (name: string) => boolean;
  readonly namespaceExists: (name: string) => boolean;
  readonly repository: (name: string, asked: Asked, memory: Memory) => boolean;
  readonly category: (value: string) => boolean;
  readonly description: (value: string, asked: Asked) => boolean;
  readonly isPublic: (value: string, memory: Memory) => boolean;
  /** Whether duplicates are looked for before the fields are judged. */
  readonly duplicatesFirst: boolean;
  readonly key: (asked: Asked) => string;
  readonly isTaken: (key: string, asked: Asked, memory: Memory) => boolean;
  /** Takes the key where it is free. */
  readonly reserve: (key: string, asked: Asked, memory: Memory, rules: Rules) => boolean | Promise<boolean>;
  readonly offersDelete: boolean;
  readonly problem: (status: number, reason: Reason) => string;
  readonly createdBody: string;
  /** The last word on an answer; may change the memory too. */
  readonly answer: (answer: Answer, asked: Asked, memory: Memory) => Answer | Promise<Answer>;
  /** Puts the answer on the wire. */
  readonly write: (response: ServerResponse, answer: Answer) => void;
}

/** The longest namespace of the page (N7). */
export const NAMESPACE_MAX = 64;
/** The longest repository name of the page (R7). */
export const REPOSITORY_MAX = 128;
/** The values of the page (C2). */
export const CATEGORIES: readonly string[] = [
  'app_server',
  'linux',
  'framework_app',
  'database',
  'lang',
  'other',
  'windows',
  'arms',
];

/** Counts one more under a note, and says how many that makes. */
export const tally = (memory: Memory, note: string): number => {
  const next = (memory.notes.get(note) ?? 0) + 1;
  memory.notes.set(note, next);
  return next;
};

/** Test and insert without a pause between them, so that simultaneous requests can't both win. */
const reserve: Rules['reserve'] = (key, asked, memory, rules) => {
  if (rules.isTaken(key, asked, memory)) return false;
  memory.taken.set(key, asked);
  return true;
};

/** The page, and where it is silent one of the readings of the register. */
export const conformingRules: Rules = {
  before: () => undefined,
  authorized: (headers) => Boolean(headers.authorization ?? headers['x-auth-token']),
  decode: decodeURIComponent,
  isForm: (contentType) => /^\s*multipart\/form-data\s*;.*boundary=/i.test(contentType),
  parts: (entries) => entries,
  repeated: 'refuse',
  unknownFields: 'ignore',
  emptyIsAbsent: [],
  missing: ({ form }) => ['repository', 'is_public'].filter((name) => !form.has(name)),
  namespace: nameRule(NAMESPACE_MAX),
  namespaceExists: () => true,
  repository: nameRule(REPOSITORY_MAX),
  category: (value) => CATEGORIES.includes(value),
  description: () => true,
  isPublic: (value) => value === 'true' || value === 'false',
  duplicatesFirst: false,
  key: ({ namespace, repository }) => `${namespace}/${repository}`,
  isTaken: (key, _asked, memory) => memory.taken.has(key),
  reserve,
  offersDelete: true,
  problem: (status, reason) =>
    JSON.stringify({
      errors: [{ errorCode: `SVCSTG.SWR.${status}0001`, errorMessage: `refused: ${reason}`, detail: reason }],
      error_code: `SVCSTG.SWR.${status}0001`,
      error_msg: `refused: ${reason}`,
    }),
  createdBody: '',
  answer: (answer) => answer,
  write: (response, { status, headers, body }) => {
    response.writeHead(status, headers);
    response.end(body);
  },
};
