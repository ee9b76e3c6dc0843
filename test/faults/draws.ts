import { createDice } from '../../src/http/dice.ts';
import { areCompatible, type Mutant } from './mutant.ts';

/** Numbers from 0 to below a bound: the same seed, the same draws. */
export const createRandom = (seed: number): ((below: number) => number) => {
  const dice = createDice(seed);
  return (below) => Math.floor(dice() * below);
};

export interface DrawOptions {
  readonly count: number;
  readonly size: number;
  readonly seed: number;
  /** What is asked of each that was drawn. */
  readonly fits?: (mutant: Mutant) => boolean;
}

/**
 * Sets of faults that one server can have at once. An operator is drawn first, then one of its mutants,
 * so that operators with many mutants do not fill the sets.
 */
export const drawsOf = (
  mutants: readonly Mutant[],
  { count, size, seed, fits = () => true }: DrawOptions,
): Mutant[][] => {
  const random = createRandom(seed * 1000 + size);
  const groups = [...Map.groupBy(mutants.filter(isDrawn), ({ operator }) => operator).values()];
  if (groups.length === 0) return [];
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  return Array.from({ length: count }, () => {
    const draw: Mutant[] = [];
    for (let tries = 0; draw.length < size && tries < 200; tries += 1) {
      const mutant = pick(pick(groups));
      const isFree = draw.every((other) => other.id !== mutant.id && areCompatible(other, mutant));
      if (isFree && fits(mutant)) draw.push(mutant);
    }
    return draw;
  });
};

/** What keeps whole operations from working hides other faults, and what the register leaves open is none. */
export const isDrawn = ({ equivalent, beyond, blocks, level, depth }: Mutant): boolean =>
  equivalent === undefined && beyond === undefined && blocks !== true && level === 'must' && depth === undefined;
