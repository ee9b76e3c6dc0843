import type { Operation } from '../openapi/operations/list-operations.ts';
import type { KeyRule } from '../openapi/operations/rules.ts';
import type { Credential } from './access/authenticate.ts';
import type { KeyKeyword } from './answers/create-problems.ts';
import type { RequestValues } from './reading/read-request.ts';

/** A request that keeps every rule, as its operation's resolver gets it. */
export interface Call extends RequestValues {
  readonly operation: Operation;
  readonly credentials: () => readonly Credential[];
}

/** What a resolver answers: a response, or which rule about records the request goes against. */
export type Outcome =
  | {
      /** Default: the documented one. */
      readonly status?: number;
      /** What the document names of it is shown. Default: the documented example, or an empty object where one belongs. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly refuse?: never;
    }
  | {
      readonly refuse: KeyKeyword;
      readonly rule: Omit<KeyRule, 'key'>;
      /** The key in question, or how many there are. */
      readonly values: readonly string[];
    };

/** Makes the answer of one operation. */
export type Resolver = (call: Call) => Outcome | Promise<Outcome>;
