import { textOf } from '../../text/bilingual.ts';
import type { Step } from '../cases/case.ts';
import { ofLength } from '../cases/word-cases.ts';
import { nameOf, sampleOf, TOKEN } from '../model/placeholders.ts';
import { badValues, type LawKit, LONGEST, type Made, samples } from './law-kit.ts';

/** A key can be taken once, by whatever request; keys that differ do not disturb each other. */
export const addNameLaws = (kit: LawKit): void => {
  if (!kit.creator.operation.uniqueKey) return;
  addDuplicates(kit);
  addNearNames(kit);
  addLeftovers(kit);
  addSimultaneous(kit);
};

const addDuplicates = ({ creator, nameLevel, make, named, creates, asks, fields, last, add }: LawKit): void => {
  const law = { law: 'duplicate', act: creator, clauses: [creator.clauseOf.conflict] };
  const again = (
    key: string,
    steps: readonly Step[],
    kind = key,
    rank: 1 | 2 = 2,
    level: 'must' | 'should' = 'must',
  ): void =>
    add(
      { ...law, kind, rank, level },
      key,
      textOf(`the same name again conflicts (${key})`, `再次使用同一名称会冲突（${key}）`),
      steps,
    );
  const twice = (one: Made, two: Made = one): Step[] => [...creates(one), ...asks(creator, two)];
  const [made, second] = [make(), make({}, {}, 1)];
  again('plain', twice(made), 'again', 1);
  again('three times', [...twice(made), ...asks(creator, made)], 'again');
  for (const field of fields) {
    const value = samples(field).find((each) => each !== made.values[field.record]) ?? '';
    again(`other ${field.name}`, twice(made, make({ [field.record]: value })));
  }
  again('with every value', twice(make(last)), 'every value');
  again('after another', [...creates(made, second), ...asks(creator, made, second)]);
  again('late', [...creates(made), ...asks(creator, made).map((step) => ({ ...step, late: true }))]);
  const longest =
    creator.nameSubject && ofLength(creator.nameSubject, Math.min(creator.nameSubject.rule.most, LONGEST));
  if (longest !== undefined) again('longest name', twice(named(longest)), 'longest name', 2, nameLevel);
};

/** Names that differ in what a server may overlook. */
const NEAR_NAMES: readonly (readonly [kind: string, one: string, two: string])[] = [
  ['a character more', TOKEN, `${TOKEN}b`],
  ['a digit more', TOKEN, `${TOKEN}0`],
  ['zeros in front of a number', `${TOKEN}-1`, `${TOKEN}-01`],
  ['a separator more', `${TOKEN}b`, `${TOKEN}-b`],
  ['another separator', `${TOKEN}-b`, `${TOKEN}_b`],
  ['two separators for one', `${TOKEN}_b`, `${TOKEN}__b`],
  ['two hyphens for one', `${TOKEN}-b`, `${TOKEN}--b`],
  ['another case', `${TOKEN}b`, `${TOKEN}B`],
  ['a dot for a separator', `${TOKEN}.b`, `${TOKEN}-b`],
  ['a path below it', TOKEN, `${TOKEN}/b`],
  ['a path above it', `${TOKEN}/b`, TOKEN],
  ['other letters', TOKEN, nameOf(1)],
];

/** Names that are almost the same, and the same name in another place. */
const addNearNames = ({ creator, nameLevel, make, named, creates, asks, elsewhere, add }: LawKit): void => {
  const { nameSubject: name, clauseOf } = creator;
  const law = { law: 'no-conflict', act: creator, clauses: [clauseOf.conflict, clauseOf.success] };
  const both = (kind: string, one: Made, two: Made, level: 'must' | 'should' = 'must'): void =>
    add({ ...law, kind, level }, kind, textOf(`another key is free (${kind})`, `另一个键可用（${kind}）`), [
      creates(one),
      asks(creator, two),
    ]);
  for (const [property, key] of elsewhere) both(`another ${property}`, make(), make({}, key));
  if (!name?.maker) return;
  const room = Math.min(name.rule.most, LONGEST) - 1;
  const stem = room > 40 ? ofLength(name, room) : undefined;
  const atTheEnd = ['the last character of a long name', `${stem}b`, `${stem}d`] as const;
  const isFolded = name.schema['x-fold-case'] === true;
  const isApart = (one: string, two: string): boolean => !isFolded || one.toLowerCase() !== two.toLowerCase();
  for (const [kind, one, two] of stem?.startsWith(TOKEN) ? [...NEAR_NAMES, atTheEnd] : NEAR_NAMES)
    if (isApart(one, two) && [one, two].every((word) => name.isValid(sampleOf(word, name.maker))))
      both(kind, named(one), named(two), isOrdinary(two) ? 'must' : nameLevel);
};

/** Whether any rule for names takes it. */
const isOrdinary = (word: string): boolean => /^[a-z0-9\uE000-\uE0FF]{1,20}$/i.test(word);

/** A refused request leaves its name free. */
const addLeftovers = ({ creator, make, asks, asksWith, add }: LawKit): void => {
  const law = { law: 'left-behind', act: creator, kind: 'left behind', clauses: [creator.clauseOf.conflict] };
  for (const [field, bad] of badValues(creator)) {
    const key = `${bad === undefined ? 'no' : 'bad'} ${field.name}`;
    const refused = asksWith(creator, make(), { [field.ref]: bad });
    add(law, key, textOf(`a refused request (${key}) leaves its name free`, `被拒绝的请求（${key}）不占用其名称`), [
      refused,
      asks(creator, make()),
    ]);
  }
};

/** Requests sent at the same moment: one of them wins, or all where the keys differ. */
const addSimultaneous = ({ creator, make, many, asks, add }: LawKit): void => {
  const law = { law: 'simultaneous', act: creator, clauses: [creator.clauseOf.conflict] };
  const together = (records: readonly Made[]): Step => ({
    requests: asks(creator, ...records).flatMap(({ requests }) => requests),
  });
  for (const count of [8, 3]) {
    const title = textOf(
      `of ${count} simultaneous requests for one name exactly one succeeds`,
      `${count} 个同时请求同一名称，恰有一个成功`,
    );
    const race = together(Array.from({ length: count }, () => make()));
    add({ ...law, kind: 'race' }, `${count} of one name`, title, [race, asks(creator, make())]);
  }
  const title = textOf('8 simultaneous requests for different names all succeed', '8 个同时请求不同名称，全部成功');
  add({ ...law, kind: 'simultaneous names' }, '8 names', title, [together(many(8))]);
};
