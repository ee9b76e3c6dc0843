import type { Clause } from './clause.ts';

/** Which piece of a request an issue is about; `request` is the request as a whole. */
export type IssueLocation = 'path' | 'query' | 'header' | 'cookie' | 'body' | 'request';

/** A text for people, in each language of the answers. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** Why something was refused: what is wrong in a few words, and what helps to mend it. */
export interface Refusal {
  readonly what: Words;
  readonly detail: Words;
}

/** One validation finding. */
export interface Issue {
  readonly location: IssueLocation;
  /** Parameter or field, as a path where it is nested (`items[0].name`); empty for a whole. */
  readonly name: string;
  /** The schema keyword that failed, or the kind of failure (see `x-failures`). */
  readonly keyword: string;
  /** The clause that was broken, where the document names one. */
  readonly clause: Clause | undefined;
  /** The error code the document gives for it, where it does. */
  readonly code: string | undefined;
  /** The offending value, where there was one. */
  readonly received?: unknown;
  /** Why, for what no clause puts into words: "the body ends inside part 2". */
  readonly reason?: string;
  /** The words of who found it, where it is nothing that the engine itself looks for. */
  readonly refusal?: Refusal;
}
