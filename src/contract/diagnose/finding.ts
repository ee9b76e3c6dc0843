import type { ReceivedResponse } from '../../http/received-response.ts';
import type { Level } from '../cases/case.ts';

/** A request that was sent, without its credentials. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As text, for people. */
  readonly body: string;
  /** Sends it again from a shell, a line a request; the token comes from an environment variable. */
  readonly curl: string;
}

/** One request and its answer. */
export interface Example {
  readonly request: SentRequest;
  /** Undefined where no answer came. */
  readonly response: ReceivedResponse | undefined;
  /** What is in the place the finding is about (`a___b`); empty where it is about no value. */
  readonly value: string;
  /** What the plainest request has and this one lacks: names of values, or of the header with the credentials. */
  readonly without: readonly string[];
}

/** Which way a server deviates. */
export type Direction = 'too lax' | 'too strict' | 'wrong answer';

/** One deviation of the target, however many cases show it: a minimal pair. */
export interface Finding {
  /** Operation, clause and what was seen; stable from run to run, so that it can be accepted by name. */
  readonly id: string;
  readonly operation: string;
  readonly clause: string;
  /** Other operations and clauses that show the same. */
  readonly also: readonly { readonly operation: string; readonly clause: string }[];
  readonly level: Level;
  readonly direction: Direction;
  /** "accepts repository "a___b": it must not hold more than two "_" in a row" */
  readonly title: string;
  readonly titleZh: string;
  readonly expected: string;
  readonly received: string;
  /** Ids of the cases that show it. */
  readonly cases: readonly string[];
  /** The smallest request that shows it. */
  readonly example: Example;
  /** The nearest request on the other side of the rule, answered as it should be. */
  readonly neighbour: Example | undefined;
  /** Whether sending the example again gave the same; `flaky` keeps the second answer. */
  readonly reproduced: 'yes' | 'flaky' | 'not tried';
  readonly secondResponse: ReceivedResponse | undefined;
  /** Why it is accepted, where the user accepted it. */
  readonly known: { readonly reason: string; readonly link: string | undefined } | undefined;
}
