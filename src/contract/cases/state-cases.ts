import { type Expectation, type Step, TOKEN } from '../case.ts';
import { BOUNDARY, multipartText } from '../encode-request.ts';
import type { Changes } from '../plan-request.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { characterTags } from './character-kinds.ts';
import { addContainers, addNeighbours } from './neighbour-cases.ts';
import { addSimultaneous } from './simultaneous-cases.ts';
import { type About, addScenario, letters, listRefusals, range, valid, variations } from './state-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

/** What the server must remember: names taken, names free, at once and much later. */
export const addStateCases = (kit: CaseKit): void => {
  const { nameSubject } = kit.model;
  if (!nameSubject || !kit.model.operation.uniqueKey) return;
  addDuplicates(kit, nameSubject);
  if (nameSubject.rule.automaton) addNeighbours(kit, nameSubject);
  if (!kit.isPrepared) addContainers(kit, nameSubject);
  addLeftovers(kit, nameSubject);
  addSimultaneous(kit, nameSubject);
  addLate(kit, nameSubject);
};

const addDuplicates = (kit: CaseKit, name: Subject): void => {
  const { success, conflict, step } = kit;
  const add = (key: string, title: string, steps: readonly Step[], tags: readonly string[], value = TOKEN): void =>
    addScenario(kit, 'duplicate', {
      key,
      title,
      steps,
      value,
      tags: ['conflict', ...tags],
      reason: 'the name is taken in this place',
    });
  for (const [key, changes] of variations(kit, name)) {
    add(
      `again-${key}`,
      `the same name again, ${key}, conflicts`,
      [step(success), step(conflict, changes)],
      [`second has ${key}`],
    );
    if (key === 'nothing changed') continue;
    add(
      `after-${key}`,
      `the same name again, first ${key}, conflicts`,
      [step(success, changes), step(conflict)],
      [`first has ${key}`],
    );
    add(
      `both-${key}`,
      `the same request twice, ${key}, conflicts`,
      [step(success, changes), step(conflict, changes)],
      [`both have ${key}`],
    );
  }
  for (const count of [3, 4, 6, 12])
    add(
      `${count}-times`,
      `the same name ${count} times conflicts each time`,
      [step(success), ...Array.from({ length: count - 1 }, () => step(conflict))],
      [`${count} times`],
    );
  const words = [
    `${TOKEN}-b`,
    `${TOKEN}_b`,
    `${TOKEN}__b`,
    `${TOKEN}--b`,
    `${TOKEN}0`,
    `0${TOKEN}`,
    `${TOKEN}-b_c-d`,
    `${TOKEN}7-7`,
    `${TOKEN}7b`,
    `${TOKEN}-7b`,
    `${TOKEN}77777`,
    `${TOKEN}---b`,
    `${TOKEN}-b-c-d-f-g`,
    `${TOKEN}_b_c_d_f_g_h`,
    `b-${TOKEN}`,
    `b_${TOKEN}`,
    `b0${TOKEN}`,
    // Stores are often split by the first or the last character.
    ...(kit.depth <= 0 ? [] : [...'abcdefghijklmnopqrstuvwxyz'].flatMap((each) => [each + TOKEN, TOKEN + each])),
  ];
  for (const length of [12, 13, 14, 15, 16, 31, 32, 33, 63, 64, 65, 80, 90, 100, 127, 128, 254, 255, name.rule.most])
    if (length <= name.rule.most && length < 1000) words.push(TOKEN.padEnd(length - SAMPLE_TOKEN.length + 1, 'k'));
  for (const word of new Set(words)) {
    if (!valid(name, word)) continue;
    const changes = { set: { [name.ref]: word } };
    add(
      `word-${word}`,
      `the same name again conflicts`,
      [step(success, changes), step(conflict, changes)],
      [`word ${word.length < 12 ? word : 'long'}`],
      word,
    );
  }
  for (const [key, changes] of otherForms(kit))
    add(
      `again-${key}`,
      `the same name again, ${key}, conflicts`,
      // Whether an unknown field is refused is open.
      [
        step(success),
        step({ ...conflict, statuses: [...conflict.statuses, ...(changes.more ? [kit.model.refusal] : [])] }, changes),
      ],
      [`second has ${key}`],
    );
  const other = { set: { [name.ref]: `${TOKEN}b` } };
  add(
    'after-another',
    'the same name again conflicts after another name',
    [step(success), step(success, other), step(conflict), step(conflict, other)],
    ['after another'],
  );
  const refusals = listRefusals(kit, name);
  for (const [key, changes, expect, about] of refusals)
    add(
      `after-refused-${key}`,
      `the same name again conflicts after a refused request`,
      [step(success), step(either(kit, expect), changes, { about }), step(conflict)],
      ['after a refusal', `after ${key}`],
    );
  add(
    'after-many',
    'the first, a middle and the last of 24 names conflict',
    [
      ...range(24).map((index) => step(success, { set: { [name.ref]: `${TOKEN}${letters(index)}` } })),
      ...[0, 1, 11, 22, 23, 0].map((index) => step(conflict, { set: { [name.ref]: `${TOKEN}${letters(index)}` } })),
      step(success, { set: { [name.ref]: `${TOKEN}zz` } }),
    ],
    ['after many'],
  );
};

/** The same request in other words. */
const otherForms = (kit: CaseKit): [string, Changes][] => {
  const { body } = kit.plan();
  if (body?.kind !== 'form' || body.type !== 'multipart/form-data') return [];
  const type = `${body.type}; boundary="${BOUNDARY}"`;
  return [
    ['quoted boundary', { body: { kind: 'raw', type, text: multipartText(body.fields), fields: body.fields } }],
    ['an unknown field', { more: [['force', 'true']] }],
  ];
};

const either = (kit: CaseKit, expect: Expectation): Expectation => ({
  ...expect,
  statuses: [...expect.statuses, kit.model.conflict],
});

/** A refused request leaves nothing behind: its name is still free. */
const addLeftovers = (kit: CaseKit, name: Subject): void => {
  const { step, success, conflict } = kit;
  for (const [key, changes, expect, about] of listRefusals(kit, name)) {
    const refused = step(expect, changes, { about });
    if (key === 'no-credentials') continue;
    addScenario(kit, 'left-behind', {
      key,
      title: 'a refused request leaves its name free',
      value: TOKEN,
      reason: 'nothing was created by the refused request',
      tags: ['left behind', `after ${key}`, 'no conflict'],
      steps: [refused, step(success), step(conflict)],
    });
    addScenario(kit, 'left-behind', {
      key: `${key}-thrice`,
      title: 'requests refused three times leave their name free',
      value: TOKEN,
      reason: 'nothing was created by the refused requests',
      tags: ['left behind', `after ${key}`, 'no conflict'],
      steps: [refused, refused, refused, step(success)],
    });
  }
  const broken = [`${TOKEN}_`, `${TOKEN}A`, `_${TOKEN}`, `${TOKEN}.`, `${TOKEN} `, ` ${TOKEN}`, TOKEN.toUpperCase()];
  for (const word of broken) {
    if (valid(name, word)) continue;
    addScenario(kit, 'left-behind', {
      key: `name-${word}`,
      title: 'a refused name leaves the valid one beside it free',
      value: TOKEN,
      reason: 'nothing was created by the refused request',
      tags: ['left behind', 'no conflict'],
      steps: [step(kit.refusal, { set: { [name.ref]: word } }, { about: aboutWord(name, word) }), step(success)],
    });
  }
};

/** Names created early are still taken at the end, and new ones still free. */
const addLate = (kit: CaseKit, name: Subject): void => {
  const { step, success, conflict } = kit;
  const kinds = variations(kit, name).slice(0, 12);
  for (const [index, [key, changes]] of kinds.entries())
    addScenario(kit, 'late', {
      key: `taken-${key}`,
      title: 'a name created early conflicts at the end',
      value: TOKEN,
      reason: 'names are kept',
      tags: ['conflict', 'late conflict'],
      steps: [step(success, changes), step(conflict, index % 2 === 0 ? {} : changes, { late: true })],
    });
  for (const index of range(6))
    addScenario(kit, 'late', {
      key: `new-${index}`,
      title: 'a new name is still free at the end, and then taken',
      value: TOKEN,
      reason: 'how much was created before does not matter',
      tags: ['late'],
      steps: [step(success, {}, { late: true }), step(conflict, {}, { late: true })],
    });
};

const aboutWord = (subject: Subject, word: string): About => {
  const sample = word.replaceAll(TOKEN, SAMPLE_TOKEN);
  return { clauses: subject.broken(sample), subject: subject.ref, tags: characterTags(subject, sample) };
};
