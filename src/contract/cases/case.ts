import type { Text } from '../../text/bilingual.ts';
import type { RequestPlan } from '../model/request.ts';

/**
 * What kind of rule a case is about: `must` comes from the operation's own page, `should` from the
 * common pages or the register, `transport` from what RFC 7578, 9110 and 3986 say about how the same
 * values may be written.
 */
export type Level = (typeof LEVELS)[number];

/** The strictest first. */
export const LEVELS = ['must', 'should', 'transport'] as const;

/** The strictest level of some things that have one. */
export const strictest = (things: readonly { readonly level: Level }[]): Level | undefined =>
  LEVELS.find((each) => things.some(({ level }) => level === each));

/** How soon a case is worth sending; see `DEPTHS`. */
export type Rank = 1 | 2 | 3 | 4;

/** The depths of a run by the last rank they send. */
export const DEPTHS = ['smoke', 'standard', 'thorough', 'exhaustive'] as const;
export type Depth = (typeof DEPTHS)[number];

/** One or more requests; more than one are sent at the same moment. */
export interface Step {
  readonly requests: readonly RequestPlan[];
  /** Only prepares the others: where it fails, the case can't be checked, and nothing is said about it. */
  readonly setup?: boolean;
  /** Milliseconds to wait before it, so that a clock moves. */
  readonly wait?: number;
  /** Sent only after everything else. */
  readonly late?: boolean;
}

/** One thing to check: requests in their order. What their answers must be follows from the document. */
export interface Case {
  /** `createRepository/repository/clause/a___b`; stable from run to run. */
  readonly id: string;
  readonly title: string;
  /** What is sent, in both languages, without what must come of it. */
  readonly what: Text;
  /** Key of the model it is about. */
  readonly model: string;
  /** Id of its operation. */
  readonly operation: string;
  /** `repository/clause`: cases of one family share what they are about. */
  readonly family: string;
  readonly rank: Rank;
  readonly level: Level;
  /** Ids of the clauses it tests. */
  readonly clauses: readonly string[];
  /** Why this is expected. */
  readonly reason: string;
  /** `body.repository`, where it is about one value. */
  readonly subject: string | undefined;
  /** What sets it apart from the others of its family: the kind of character, of near miss, of second name. */
  readonly kind: string;
  readonly steps: readonly Step[];
  /** Needs containers besides the one the run was given. */
  readonly needsContainers: boolean;
  /** Is sent in a container of its own, so that lists hold nothing else and short names are free. */
  readonly ownContainer: boolean;
  /** What it needs may be made once for all such cases: it changes nothing. */
  readonly shared: boolean;
  /** Is sent while nothing else is: what others do might hide what it looks for. */
  readonly alone: boolean;
}
