import { createDice } from '../../../src/http/dice.ts';

/** Choices that only a seed decides. */
export interface Dice {
  /** A whole number from 0, below `most`. */
  readonly below: (most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Value>(values: readonly Value[]) => Value;
  /** So many values, made one after the other. */
  readonly times: <Value>(count: number, make: (index: number) => Value) => Value[];
}

export const throwDice = (seed: number): Dice => {
  const next = createDice(seed);
  const below = (most: number): number => Math.floor(next() * most);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    times: (count, make) => Array.from({ length: count }, (_, index) => make(index)),
  };
};
