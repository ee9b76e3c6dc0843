import type { IncomingHttpHeaders } from 'node:http';
import type { BodyFormat, OperationId, PathName } from './operations.ts';
import type { NamespaceRow, RepositoryRow, SharingRow, TagRow, World } from './world.ts';

/** A request, as far as it could be read. */
export interface Call {
  readonly operation: OperationId;
  readonly path: Readonly<Partial<Record<PathName, string>>>;
  /** Behind the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly format: BodyFormat | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly filter: Filter;
}

/** What a list is asked for. */
export interface Filter {
  readonly center?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly category?: string;
  readonly offset?: number;
  readonly limit?: number;
}

/** An answer before it is written. */
export interface Answer {
  readonly status: number;
  /** Which rule decided. */
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Written as JSON; nothing where undefined. */
  readonly value: unknown;
  /** Written instead of the value. */
  readonly text?: string;
}

export type Shown = Readonly<Record<string, unknown>>;

/** How rows are shown. */
export interface Views {
  readonly namespace: (row: NamespaceRow, world: World) => Shown;
  readonly repository: (row: RepositoryRow, world: World) => Shown;
  readonly item: (row: RepositoryRow, world: World) => Shown;
  readonly tag: (row: TagRow, world: World) => Shown;
  readonly sharing: (row: SharingRow, world: World) => Shown;
}

/** Does what an operation does; everything the request says has been checked. */
export type Act = (call: Call, world: World, behaviour: Behaviour) => Answer;

/** Everything about the server that a fault or a variation may replace. */
export interface Behaviour {
  /** Fills the server before its first request. */
  readonly seed: (world: World) => void;
  /** The path that a request is taken to ask for. */
  readonly rewrite: (path: string, method: string) => string;
  /** An answer given before the request is looked at. */
  readonly before: (call: Call, world: World) => Answer | undefined;
  readonly offers: (operation: OperationId) => boolean;
  /** The status where it doesn't. */
  readonly unoffered: number;
  readonly authorized: (call: Call, world: World) => boolean;
  readonly decode: (segment: string) => string;
  /** How a body is to be read; undefined where the media type is none of the operation's. */
  readonly format: (operation: OperationId, contentType: string) => BodyFormat | undefined;
  readonly repeated: 'refuse' | 'first' | 'last';
  /** Names of fields that must be there and are not. */
  readonly missing: (call: Call, world: World) => readonly string[];
  /** Whether a value keeps its rules; the place is as in `path.namespace`, `body.permit`. */
  readonly keeps: (place: string, value: unknown, call: Call, world: World) => boolean;
  /** What the query asks for; undefined where it breaks a rule. */
  readonly parseFilter: (operation: OperationId, query: string) => Filter | undefined;
  readonly fits: (row: RepositoryRow, filter: Filter, world: World) => boolean;
  readonly order: (rows: readonly RepositoryRow[], world: World) => readonly RepositoryRow[];
  readonly cut: (rows: readonly RepositoryRow[], filter: Filter) => readonly RepositoryRow[];
  /** The Content-Range header; undefined for none. */
  readonly range: (filter: Filter, shown: number, total: number) => string | undefined;
  /** A time that is later than every one before. */
  readonly clock: (world: World) => string;
  readonly namespaces: 'open' | 'strict' | 'not implied';
  readonly acts: Readonly<Record<OperationId, Act>>;
  readonly views: Views;
  readonly problem: (status: number, reason: string) => unknown;
  /** The last word on an answer. */
  readonly answer: (answer: Answer, call: Call, world: World) => Answer | Promise<Answer>;
}

/** A change of one behaviour. */
export type Change = (plain: Behaviour) => Partial<Behaviour>;

/** An error of the given status. */
export const refuse = (behaviour: Behaviour, status: number, reason: string): Answer => ({
  status,
  reason,
  headers: {},
  value: behaviour.problem(status, reason),
});

/** An answer that all is well. */
export const grant = (status: number, value?: unknown): Answer => ({ status, reason: 'done', headers: {}, value });
