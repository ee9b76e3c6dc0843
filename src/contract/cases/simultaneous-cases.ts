import { type RequestPlan, TOKEN } from '../case.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { addScenario, letters, listRefusals, range, valid, variations } from './state-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

/** Requests sent at the same moment. */
export const addSimultaneous = (kit: CaseKit, name: Subject): void => {
  const { success, conflict, plan } = kit;
  const add = (
    key: string,
    requests: readonly RequestPlan[],
    one: boolean,
    tags: readonly string[] = [],
    needsContainers = false,
  ): void =>
    addScenario(kit, 'simultaneous', {
      key,
      title: one
        ? `of ${requests.length} simultaneous requests for one name exactly one succeeds`
        : `${requests.length} simultaneous requests for different keys all succeed`,
      value: TOKEN,
      needsContainers,
      reason: one ? 'a name can be created once' : 'the keys differ',
      tags: [one ? 'race' : 'no conflict', ...tags],
      steps: [
        { requests, expect: success, ...(one ? { others: conflict } : {}) },
        // All the names are known afterwards.
        { requests: one ? requests.slice(0, 1) : requests, expect: conflict },
      ],
    });
  for (const count of [2, 3, 8, 8, 16, 2, 4, 3, 2])
    add(
      `${count}-same`,
      range(count).map(() => plan()),
      true,
    );
  for (const [key, changes] of variations(kit, name).slice(1))
    for (const count of [2, 4])
      add(
        `${count}-${key}`,
        range(count).map(() => plan(changes)),
        true,
        [`both have ${key}`],
      );
  for (const length of [40, 70, Math.min(name.rule.most, 128)]) {
    const word = TOKEN.padEnd(length - SAMPLE_TOKEN.length + 1, 'k');
    if (valid(name, word))
      add(
        `3-long-${length}`,
        range(3).map(() => plan({ set: { [name.ref]: word } })),
        true,
      );
  }
  for (const word of [`${TOKEN}-b`, `${TOKEN}_b`, `${TOKEN}0`])
    add(
      `3-${word}`,
      range(3).map(() => plan({ set: { [name.ref]: word } })),
      true,
    );
  const all = variations(kit, name).map(([, changes]) => plan(changes));
  add('different-fields', all.slice(0, 12), true, ['different fields']);
  const [container] = kit.model.containers;
  add(
    'different-names',
    range(8).map((index) => plan({ set: { [name.ref]: `${TOKEN}${letters(index)}` } })),
    false,
  );
  if (container && !kit.isPrepared)
    for (const count of [2, 8])
      add(
        `${count}-in-a-new-container`,
        range(count).map((index) => plan({ set: { [container.ref]: TOKEN, [name.ref]: `${TOKEN}${letters(index)}` } })),
        false,
        [],
        true,
      );
  for (const [key, changes, expect, about] of listRefusals(kit, name))
    if (key !== 'no-credentials')
      addScenario(kit, 'simultaneous', {
        key: `beside-${key}`,
        title: 'a valid request succeeds beside bad ones for its name',
        value: TOKEN,
        reason: 'a bad request takes no name',
        tags: ['no conflict', 'beside bad requests'],
        steps: [
          {
            requests: [...range(4).map(() => plan(changes)), plan(), ...range(3).map(() => plan(changes))],
            expect: success,
            // The page gives no order of checks, so a bad request may be told that the name exists.
            others: { ...expect, statuses: [...expect.statuses, kit.model.conflict] },
            about,
          },
          { requests: [plan()], expect: conflict },
        ],
      });
  if (container && !kit.isPrepared)
    add(
      'different-containers',
      range(8).map((index) => plan({ set: { [container.ref]: `${TOKEN}${letters(index)}` } })),
      false,
      [],
      true,
    );
};
