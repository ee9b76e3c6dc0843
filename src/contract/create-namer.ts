import type { Naming } from './encode-request.ts';

/** Gives every case names of its own. */
export interface Namer {
  readonly next: (container?: string) => Naming;
  /** The letters in use; a server that refuses one of them needs another alphabet. */
  readonly alphabet: string;
}

/** Letters only, ten to an alphabet, so that a refused digit or letter shows in its own cases alone. */
export const ALPHABETS = ['dfghjkmnpr', 'lqstvwxyzc'] as const;

const RUN_LETTERS = 6;
const SERIAL_LETTERS = 5;
export const TOKEN_LENGTH = RUN_LETTERS + SERIAL_LETTERS;

/**
 * @param random numbers from 0 to 1; they make the names of a run differ from those of every other.
 * @param container the container to create in; default: one with the token of the run.
 */
export const createNamer = (random: () => number, container: string | undefined, alphabet: string): Namer => {
  // No letter twice in a row, which a server may refuse: each one is counted from the one before.
  const steps = alphabet.length - 1;
  const write = (number: number, length: number, before: number): string => {
    let text = '';
    let last = before;
    for (let rest = number; text.length < length; rest = Math.floor(rest / steps)) {
      last = (last + 1 + (rest % steps)) % alphabet.length;
      text += alphabet[last] ?? '';
    }
    return text;
  };
  const run = write(Math.floor(random() * steps ** RUN_LETTERS), RUN_LETTERS, 0);
  const lastOfRun = alphabet.indexOf(run.at(-1) ?? '');
  let serial = Math.floor(random() * 1000);
  const next = (): string => {
    serial += 1;
    return run + write(serial, SERIAL_LETTERS, lastOfRun);
  };
  const own = container ?? next();
  return { alphabet, next: (place) => ({ token: next(), container: place ?? own }) };
};
