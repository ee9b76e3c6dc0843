import { CONTAINER, type Expectation, TOKEN } from '../case.ts';
import type { Changes } from '../plan-request.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { addScenario, letters, range, valid } from './state-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

/** Pairs of different names: both must be created. */
export const addNeighbours = (kit: CaseKit, name: Subject): void => {
  const t = TOKEN;
  const pairs: [string, string][] = [
    [t, `${t}b`],
    [t, `${t}0`],
    [t, `b${t}`],
    [t, `${t}${t}`],
    [t, `${t}-b`],
    [t, `${t}_b`],
    [`${t}-b`, `${t}_b`],
    [`${t}-b`, `${t}--b`],
    [`${t}_b`, `${t}__b`],
    [`${t}--b`, `${t}---b`],
    [`${t}--b`, `${t}__b`],
    [`${t}b`, `${t}-b`],
    [`${t}b`, `${t}_b`],
    [`${t}-b-c`, `${t}-bc`],
    [`${t}-b`, `b-${t}`],
    [`${t}bc`, `${t}cb`],
    [`${t}b`, `${t}bb`],
    [`${t}b`, `${t}c`],
    [`b${t}`, `c${t}`],
    [`${t}bd`, `${t}cd`],
    [`${t}1`, `${t}01`],
    [`${t}1`, `${t}10`],
    [`${t}0`, `${t}o`],
    [`${t}1`, `${t}l`],
    [`${t}0`, `${t}1`],
    [`${t}1`, `${t}2`],
    [`${t}`, `${t}s`],
    [`${t}-1`, `${t}1`],
    [`${t}-1`, `${t}-2`],
    [`${t}rn`, `${t}m`],
    [`${t}bb`, `${t}cc`],
    [`${t}bvb`, `${t}bwb`],
    [`${t}-b`, `${t}0b`],
    // The same by the polynomial hashes of 31 (Java) and 33, and by the sum of the characters.
    [`${t}an`, `${t}c0`],
    [`${t}akb`, `${t}c-b`],
    [`${t}ar`, `${t}c0`],
    [`${t}aob`, `${t}c-b`],
    [`${t}ad`, `${t}bc`],
    [`b${t}c`, `c${t}b`],
    [`${t}-b-c`, `${t}-c-b`],
  ];
  const lengths = [
    12, 13, 14, 15, 16, 19, 20, 29, 30, 31, 32, 39, 40, 49, 50, 59, 60, 61, 62, 63, 64, 70, 72, 75, 79, 80, 85, 90, 95,
    96, 99, 100, 105, 110, 115, 119, 120, 125, 126, 127, 254, 255,
  ];
  for (const length of kit.depth <= 0 ? lengths.filter((each) => each % 32 === 0 || each === 127) : lengths) {
    if (length <= SAMPLE_TOKEN.length || length >= name.rule.most) continue;
    const stem = t.padEnd(length - SAMPLE_TOKEN.length + 1, 'k');
    pairs.push([`${stem}b`, `${stem}c`]);
  }
  for (const length of kit.depth <= 0 ? [] : [10, 20, 30, 45]) {
    const [head, tail] = [`${t}${'k'.repeat(length)}`, 'k'.repeat(length)];
    pairs.push([`${head}b${tail}`, `${head}c${tail}`], [`b${t}${tail}`, `c${t}${tail}`]);
  }
  const tail = 'k'.repeat(Math.min(name.rule.most, 200) - SAMPLE_TOKEN.length - 1);
  pairs.push([`b${t}${tail}`, `c${t}${tail}`]);
  for (const [one, two] of pairs)
    for (const [left, right] of kit.depth <= 0 ? [[one, two] as const] : [[one, two] as const, [two, one] as const]) {
      if (!valid(name, left) || !valid(name, right)) continue;
      addScenario(kit, 'different-name', {
        key: `${left}-and-${right}`,
        title: `two different names do not conflict`,
        value: right,
        reason: 'the names differ',
        tags: ['no conflict', `beside ${left.length > 20 ? 'a long name' : left}`],
        steps: [left, right].map((word) => kit.step(kit.success, { set: { [name.ref]: word } })),
      });
    }
};

/** The same name in different containers, and keys that are the same only when glued together. */
export const addContainers = (kit: CaseKit, name: Subject): void => {
  const [container] = kit.model.containers;
  if (!container) return;
  const { step, success, conflict } = kit;
  const t = TOKEN;
  const at = (place: string, word: string): Changes => ({ set: { [container.ref]: place, [name.ref]: word } });
  const add = (
    key: string,
    keys: readonly (readonly [string, string])[],
    expects: readonly Expectation[] = [],
  ): void => {
    if (!keys.every(([place, word]) => place === CONTAINER || (valid(container, place) && valid(name, word)))) return;
    const conflicts = expects.includes(conflict);
    addScenario(kit, 'other-container', {
      key,
      title: conflicts ? 'each container knows its own names' : 'the same name in another container does not conflict',
      value: t,
      needsContainers: true,
      reason: 'names are unique within their container',
      tags: [conflicts ? 'conflict' : 'no conflict', key],
      steps: keys.map(([place, word], index) => step(expects[index] ?? success, at(place, word))),
    });
  };
  const pad = (length: number): string => t.padEnd(length - SAMPLE_TOKEN.length + 1, 'k');
  for (const length of kit.depth <= 0 ? [32] : [12, 13, 14, 16, 20, 24, 30, 31, 32, 40, 48, 50, 60, 62, 63])
    add(`containers-first-${length}`, [
      [`${pad(length)}b`, 'same'],
      [`${pad(length)}c`, 'same'],
    ]);
  add('same-name', [
    [CONTAINER, t],
    [t, t],
  ]);
  add('same-name-back', [
    [t, t],
    [CONTAINER, t],
  ]);
  for (const [key, one, two] of [
    ['prefix', t, `${t}b`],
    ['suffix', t, `b${t}`],
    ['separator', `${t}-b`, `${t}_b`],
    ['double-separator', `${t}-b`, `${t}--b`],
    ['no-separator', `${t}b`, `${t}-b`],
    ['last-letter', `${t}b`, `${t}c`],
    ['first-letter', `b${t}`, `c${t}`],
    ['digit', `${t}1`, `${t}01`],
    [
      'long',
      `${t}${'k'.repeat(container.rule.most < 200 ? container.rule.most - 12 : 100)}b`,
      `${t}${'k'.repeat(container.rule.most < 200 ? container.rule.most - 12 : 100)}c`,
    ],
  ] as const) {
    add(`containers-${key}`, [
      [one, 'same'],
      [two, 'same'],
    ]);
    add(`containers-${key}-back`, [
      [two, 'same'],
      [one, 'same'],
    ]);
  }
  for (const glue of ['', '-', '_', '__', '--', '-b-', '0']) {
    add(`glued-${glue}`, [
      [`${t}${glue}b`, `c${glue}d`],
      [t, `b${glue}c${glue}d`],
    ]);
    add(`glued-back-${glue}`, [
      [t, `b${glue}c`],
      [`${t}${glue}b`, 'c'],
    ]);
  }
  add('swapped', [
    [t, `b${t}`],
    [`b${t}`, t],
  ]);
  add('named-like-container', [
    [t, t],
    [`${t}b`, t],
    [t, `${t}b`],
  ]);
  add(
    'conflict-in-each',
    [
      [t, t],
      [`${t}b`, t],
      [t, t],
      [`${t}b`, t],
    ],
    [success, success, conflict, conflict],
  );
  add(
    'conflict-then-other',
    [
      [t, t],
      [t, t],
      [`${t}b`, t],
      [`${t}b`, t],
      [t, t],
    ],
    [success, conflict, success, conflict, conflict],
  );
  add(
    'one-letter',
    [
      [t, 'b'],
      [t, 'b'],
      [`${t}b`, 'b'],
    ],
    [success, conflict, success],
  );
  for (const place of [
    `${t}-b`,
    `${t}_b`,
    `${t}__b`,
    `${t}0`,
    `${t}0-0`,
    'b',
    'q',
    `${t}q`,
    ...[20, 31, 32, 40, 63, 64].map(pad),
  ])
    add(
      `conflict-in-${place.length > 20 ? place.length : place}`,
      [
        [place, t],
        [place, t],
      ],
      [success, conflict],
    );
  for (const word of kit.depth <= 0 ? [] : ['bc', 'b0', 'bcd', 'b-c', 'b_c', 'bcdf', 'bcdfg', 'bcdfgh', 'bcdfghj'])
    add(
      `short-${word}`,
      [
        [t, word],
        [t, word],
      ],
      [success, conflict],
    );
  add('one-letter-and-another', [
    [t, 'b'],
    [t, 'c'],
    [t, 'b0'],
  ]);
  add('three', [
    [t, t],
    [`${t}b`, t],
    [`${t}c`, t],
  ]);
  add(
    'many',
    range(20).map((index) => [`${t}${letters(index)}`, t] as const),
  );
  add(
    'conflict-after-many',
    [...range(12), 0, 6, 11].map((index) => [`${t}${letters(index)}`, t] as const),
    [...range(12).map(() => success), conflict, conflict, conflict],
  );
};
