import { fill, inBoth } from '../../text/bilingual.ts';
import type { Change, ClauseName, Difference } from '../change.ts';
import { joinValues } from './join-values.ts';
import { KINDS, sentenceOf, toneOf } from './sentences.ts';

/** The same difference at some operations, about some things. */
interface Merged extends Omit<Difference, 'operation' | 'place' | 'name'> {
  readonly operations: readonly string[];
  readonly places: readonly string[];
  readonly names: readonly Difference['name'][];
}

/**
 * Puts together what is the same: first one thing at several operations, then several things at the same operations.
 * So a change that all operations share is one sentence.
 *
 * @param order all operations; the changes come in it, those of the most operations first.
 */
export const mergeDifferences = (differences: readonly Difference[], order: readonly string[]): Change[] => {
  const single = differences.map(
    ({ operation, place, name, ...rest }): Merged => ({
      ...rest,
      operations: operation === '' ? [] : [operation],
      places: [place],
      names: [name],
    }),
  );
  const atOperations = mergeBy(single, ({ kind, names, values }) => JSON.stringify([kind, names, values]));
  const sorted = atOperations.map((each) => ({
    ...each,
    operations: each.operations.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)),
  }));
  const merged = mergeBy(sorted, ({ kind, operations, values }) => JSON.stringify([kind, operations, values]));
  return merged.toSorted(inOrder(order)).map(say);
};

const mergeBy = (differences: readonly Merged[], keyOf: (difference: Merged) => string): Merged[] =>
  [...Map.groupBy(differences, keyOf).values()].map((same) => ({
    ...(same[0] as Merged),
    operations: [...new Set(same.flatMap(({ operations }) => operations))],
    places: [...new Set(same.flatMap(({ places }) => places))],
    names: uniqueBy(
      same.flatMap(({ names }) => names),
      ({ en, zh }) => `${en} ${zh}`,
    ),
    before: clausesOf(same.flatMap(({ before }) => before)),
    after: clausesOf(same.flatMap(({ after }) => after)),
  }));

const uniqueBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

const clausesOf = (clauses: readonly ClauseName[]): ClauseName[] =>
  uniqueBy(
    clauses.map(({ id, title, zh }) => ({ id, title, zh })),
    ({ id }) => id,
  );

/** New operations first, then those of many operations, then each operation, last the document as a whole. */
const inOrder =
  (order: readonly string[]) =>
  (one: Merged, other: Merged): number => {
    const keysOf = ({ kind, operations }: Merged): number[] => [
      kind === 'operation-added' || kind === 'operation-removed' ? KINDS.indexOf(kind) : KINDS.length,
      -operations.length,
      ...operations.map((id) => order.indexOf(id)),
      KINDS.indexOf(kind),
    ];
    const [left, right] = [keysOf(one), keysOf(other)];
    const place = left.findIndex((key, index) => key !== right[index]);
    return place < 0 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
  };

/** A blank between two Chinese characters. */
const BLANK = /(?<=[\p{Script=Han}，：；、）]) (?=[\p{Script=Han}（])/gu;

const say = ({ kind, operations, places, names, values, before, after }: Merged): Change => {
  const text = fill(sentenceOf(kind), { ...values, names: joinValues(names) });
  // A rule of the operation as a whole is about nothing that has a name.
  const { en, zh } = inBoth((choose) =>
    choose(text)
      .replace(/^(?:: |：)/, '')
      .replace(BLANK, ''),
  );
  return { kind, tone: toneOf(kind), operations, places, before, after, en, zh };
};
