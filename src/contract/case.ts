import type { Level } from './report.ts';

/** Stands for the letters that make a name new; each case gets its own. */
export const TOKEN = '\uE000';
/** Stands for the containers (namespaces, say) that the run creates in, by parameter name. */
export const CONTAINER = '\uE001';

/** The same in capitals. */
export const TOKEN_IN_CAPITALS = '\uE002';
export const CONTAINER_IN_CAPITALS = '\uE003';

/** A file where a text belongs. */
export interface FileValue {
  readonly filename: string;
  readonly type: string;
  readonly content: string;
}

/** A field of a form, in the order it is sent. */
export type Field = readonly [name: string, value: string | FileValue];

/** What a request carries: fields in a media type of the operation, or text as it is. */
export type BodyPlan =
  | { readonly kind: 'form'; readonly type: string; readonly fields: readonly Field[] }
  | { readonly kind: 'json'; readonly type: string; readonly value: unknown }
  | {
      readonly kind: 'raw';
      readonly type: string | undefined;
      readonly text: string;
      /** The fields a reader finds in it, where it finds any. */
      readonly fields?: readonly Field[];
    };

/** A request before its names are filled in: plain data. */
export interface RequestPlan {
  /** Id of the operation it is a request of. */
  readonly operation: string;
  readonly method: string;
  readonly template: string;
  /** Decoded values; `raw:` in front keeps the rest as it is, percent signs too. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the credentials of the run are sent. */
  readonly credentials: boolean;
  readonly body: BodyPlan | undefined;
}

/** What an answer must be like. Statuses are exact (`201`) or classes (`4xx`). */
export interface Expectation {
  readonly outcome: 'success' | 'refusal' | 'conflict' | 'open';
  readonly statuses: readonly string[];
  /** Where the source leaves it open: statuses that only a strict run objects to. */
  readonly tolerated?: readonly string[];
}

/** A value of an answer by the name of its property. */
export type Shown = Readonly<Record<string, string>>;

/** What the body of an answer must say. `TOKEN` and `CONTAINER` in texts are filled in first. */
export type BodyCheck =
  /** An object with these values. */
  | { readonly kind: 'shows'; readonly values: Shown }
  /** A list in which so many items have these `key` values, and each of them these `values` too. */
  | {
      readonly kind: 'lists';
      readonly key: Shown;
      readonly values: Shown;
      readonly times: number;
      /** The step that listed it before, or read it: it is the same, but for what was changed and must move. */
      readonly since?: { readonly as: number; readonly changed: Shown; readonly moved: readonly string[] };
    }
  /** Whether something exists. */
  | { readonly kind: 'says'; readonly property: string; readonly value: boolean }
  /** Another record than the one that an earlier step showed. */
  | { readonly kind: 'distinct'; readonly as: number; readonly property: string }
  /** The same as the answer to an earlier step, but for the values that were changed and those that must move. */
  | {
      readonly kind: 'same';
      readonly as: number;
      readonly changed: Shown;
      readonly moved: readonly string[];
    }
  /** One page of the list that an earlier step showed whole. */
  | {
      readonly kind: 'page';
      readonly of: number;
      readonly offset: number;
      readonly limit: number;
      readonly total: number;
    };

/** One or more requests; more than one are sent at the same moment. */
export interface Step {
  readonly requests: readonly RequestPlan[];
  readonly expect: Expectation;
  /** What the answer must say, where it is as `expect` has it. */
  readonly body?: BodyCheck;
  /** Milliseconds to wait before it, so that a clock moves. */
  readonly wait?: number;
  /** Only prepares the others: where it fails, the case can't be checked; nothing is said about it. */
  readonly setup?: boolean;
  /** With this, exactly one answer is as `expect` says and all the others are like this. */
  readonly others?: Expectation;
  /** What this step is about, where that differs from its case. */
  readonly about?: Pick<Case, 'clauses' | 'tags' | 'subject'>;
  /** Sent only after everything else. */
  readonly late?: boolean;
}

/** One thing to check: requests and what their answers must be like. Plain data. */
export interface Case {
  /** `createRepository/repository/R4/a___b`; stable from run to run. */
  readonly id: string;
  readonly title: string;
  readonly operation: string;
  readonly family: string;
  /** `body.repository`, where the case is about one value. */
  readonly subject: string | undefined;
  /** That value, for people. */
  readonly value: string;
  readonly clauses: readonly string[];
  readonly level: Level;
  /** Why this is expected. */
  readonly reason: string;
  /** What is special about it: the grouping looks for what the failing cases share. */
  readonly tags: readonly string[];
  readonly steps: readonly Step[];
  /** Needs containers besides the one the run was given. */
  readonly needsContainers: boolean;
  /** Is sent in a container of its own, so that lists hold nothing else. */
  readonly ownContainer: boolean;
  /** Is sent while nothing else is: what others do might hide what it looks for. */
  readonly alone: boolean;
}
