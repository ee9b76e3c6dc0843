import type { Clause } from '../openapi/operations/clause.ts';
import { NOTHING, type Text, textOf } from '../text/bilingual.ts';
import type { ChangeKind, Tone } from './tell/sentences.ts';

/** A clause that a change is about. */
export type ClauseName = Pick<Clause, 'id' | 'title' | 'zh'>;

/** One thing that differs between two documents, as a sentence. */
export interface Change {
  readonly kind: ChangeKind;
  readonly tone: Tone;
  /** Ids of the operations that it is at, in the document's order; none where it is about the document as a whole. */
  readonly operations: readonly string[];
  /** What it is about: `query.limit`, `body.name`, `201`, `200.[].logo`, an error code, a point of the register. */
  readonly places: readonly string[];
  /** The clauses that stated it before, and those that state it now. */
  readonly before: readonly ClauseName[];
  readonly after: readonly ClauseName[];
  readonly en: string;
  readonly zh: string;
}

/** What differs between two documents. */
export interface Comparison {
  /** Their versions. */
  readonly before: string;
  readonly after: string;
  /** Ids of the operations that both have, in order. */
  readonly common: readonly string[];
  /** In the order in which they are told. */
  readonly changes: readonly Change[];
}

/** A difference at one operation and about one thing, before the same at others is put together with it. */
export interface Difference {
  readonly kind: ChangeKind;
  /** Empty where it is about the document as a whole. */
  readonly operation: string;
  readonly place: string;
  /** What the sentence calls it; several stand in one sentence as a list. */
  readonly name: Text;
  /** What else the sentence says. */
  readonly values: Readonly<Record<string, Text>>;
  readonly before: readonly ClauseName[];
  readonly after: readonly ClauseName[];
}

/** What must be said of a difference; the rest is nothing. */
export type DifferenceParts = Pick<Difference, 'kind'> & Partial<Difference>;

/** Takes down a difference. */
export type Note = (parts: DifferenceParts) => void;

/** A collection of differences, and how one is added. */
export const createNotes = (): { readonly found: Difference[]; readonly note: Note } => {
  const found: Difference[] = [];
  const note: Note = (parts) => {
    found.push({ operation: '', place: '', name: NOTHING, values: {}, before: [], after: [], ...parts });
  };
  return { found, note };
};

/**
 * Notes what only one of two lists has.
 *
 * @param partsOf what is said of it beside its name.
 */
export const noteLists = (
  before: readonly string[],
  after: readonly string[],
  [added, removed]: readonly [added: ChangeKind, removed: ChangeKind],
  note: Note,
  partsOf: (name: string) => Partial<Difference> = () => ({}),
): void => {
  const tell = (kind: ChangeKind, name: string): void =>
    note({ kind, place: name, name: textOf(name), ...partsOf(name) });
  for (const name of after) if (!before.includes(name)) tell(added, name);
  for (const name of before) if (!after.includes(name)) tell(removed, name);
};
