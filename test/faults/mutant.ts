import { isDeepStrictEqual } from 'node:util';
import { dereference } from '../../src/openapi/document/dereference.ts';
import { type Document, isNode } from '../../src/openapi/document/document.ts';
import { resolvePointer, splitPointer } from '../../src/openapi/document/json-pointer.ts';
import { applyReadings, type Readings } from '../../src/openapi/overlays/apply-readings.ts';
import type { Hooks } from './serve.ts';

/** A change of the document. Without `set` what stands there is taken away; members of a list become `{}`. */
export interface Edit {
  /** A JSON pointer. A `$ref` on the way is replaced by a copy of what it leads to: a change of this one place. */
  readonly at: string;
  readonly set?: unknown;
}

/** What a right report names; without an operation, any that has the clause. */
export interface Expected {
  readonly operation?: string | undefined;
  readonly clause: string;
}

/** A server with one planted fault: the fake over a changed document, or with a part of it replaced. */
export interface Mutant {
  /** Stable, `operator/place/what`. */
  readonly id: string;
  readonly operator: string;
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Points of the register that are read otherwise. */
  readonly readings?: Readings | undefined;
  /** Made anew for each server, so that it may remember. */
  readonly hooks?: (() => Hooks) | undefined;
  /** A finding that names one of these names the fault. */
  readonly expects: readonly Expected[];
  /** What else such a server shows: no noise, but not the fault by its name either. */
  readonly tolerates?: readonly Expected[] | undefined;
  /** The least level of a finding that counts. */
  readonly level: 'must' | 'should';
  /** Two faults of one place hide each other: they are never drawn together. */
  readonly places: readonly string[];
  /** Whether it keeps the plainest request of an operation from success: what needs that can't be checked. */
  readonly blocks?: boolean | undefined;
  /** What comes and goes: a report says that it was late or flaky, or nothing, and no more. */
  readonly shows?: 'late' | 'flaky' | 'nothing' | undefined;
  /** Why the suite does not promise to find it, where that is so: such are run with the others, and told apart. */
  readonly beyond?: string | undefined;
  /** The least depth that is to find it, where that is not the standard. */
  readonly depth?: 'thorough' | undefined;
  /** Why no request can show it, where that is so. */
  readonly equivalent?: string | undefined;
}

/** The document that some faults are planted in. */
export const documentOf = (document: Document, mutants: readonly Pick<Mutant, 'edits' | 'readings'>[]): Document =>
  applyEdits(
    applyReadings(document, Object.assign({}, ...mutants.map(({ readings }) => readings))),
    mutants.flatMap(({ edits }) => edits),
  );

/** The document with all changes; those of shared places first, so that copies have them, too. */
const applyEdits = (document: Document, edits: readonly Edit[]): Document => {
  const changed = structuredClone(document);
  const isShared = ({ at }: Edit): boolean => at.startsWith('/components/');
  for (const edit of [...edits.filter(isShared), ...edits.filter((each) => !isShared(each))]) applyEdit(changed, edit);
  return changed;
};

type Holder = Record<string, unknown>;

const applyEdit = (document: Document, { at, set }: Edit): void => {
  const keys = splitPointer(at);
  const last = keys.pop() ?? '';
  let holder = document as unknown as Holder;
  for (const key of keys) {
    holder[key] = inline(document, holder[key] ?? {});
    holder = holder[key] as Holder;
  }
  if (set !== undefined) holder[last] = structuredClone(set);
  else if (Array.isArray(holder)) (holder as unknown as Holder)[last] = {};
  else delete holder[last];
};

/** What a reference leads to, copied. */
const inline = (document: Document, value: unknown): unknown => {
  if (!isNode(value) || typeof value['$ref'] !== 'string') return value;
  const { $ref, ...rest } = value;
  const target = resolvePointer(document, String($ref)) as object;
  return inline(document, { ...structuredClone(target), ...rest });
};

/** Whether a changed document says the same, however it is written. */
export const isSameDocument = (one: Document, two: Document): boolean =>
  isDeepStrictEqual(plain(dereference(one)), plain(dereference(two)));

// Only paths and what the records are kept by matter; the rest is reached from there.
const plain = (document: Document): unknown => {
  const { paths, components, security } = document as unknown as Record<string, Holder>;
  const { schemas: _, parameters: __, ...rest } = components ?? {};
  return JSON.parse(JSON.stringify({ paths, security, rest }));
};

/** Whether two faults can be told apart on one server. */
export const areCompatible = (one: Mutant, two: Mutant): boolean =>
  !one.places.some((place) => two.places.some((other) => isWithin(place, other) || isWithin(other, place))) &&
  !one.edits.some(({ at }) => two.edits.some((other) => isWithin(at, other.at) || isWithin(other.at, at)));

const isWithin = (inner: string, outer: string): boolean =>
  inner === outer || inner.startsWith(`${outer}/`) || inner.startsWith(`${outer} `);
