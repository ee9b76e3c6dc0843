import type { Dice } from './dice.ts';
import { makeRequest, type Target } from './make-request.ts';

/** All that a client does on one connection. */
export interface Conversation {
  /** One after the other, one character a byte. */
  readonly pieces: readonly string[];
  /** Those of the requests, in their order. */
  readonly methods: readonly string[];
  /**
   * `end`: sends all, ends its side, reads all. `stay`: sends all, reads as many answers as requests.
   * `reset`: breaks the connection off somewhere. `deaf`: does not read, and breaks it off.
   */
  readonly manner: 'end' | 'stay' | 'reset' | 'deaf';
  /** There is an answer to each request, and no more. */
  readonly isPlain: boolean;
  readonly isChaos: boolean;
}

/** Makes a conversation. */
export const makeConversation = (dice: Dice, targets: readonly Target[]): Conversation => {
  const count = dice.chance(0.5) ? 1 : 1 + dice.below(dice.pick([5, 40]));
  const made = dice.times(count, () => makeRequest(dice, targets));
  const isSpoilt = dice.chance(0.15);
  const isExact = !isSpoilt && made.every(({ isOdd }) => !isOdd);
  // Where what is sent may be cut otherwise, nobody could tell which answer has no body.
  const requests = made.filter(({ method }) => isExact || method !== 'HEAD');
  const whole = requests.map(({ text }) => text).join('');
  const text = isSpoilt ? spoil(dice, whole) : whole;
  const isChaos = requests.some((request) => request.isChaos);
  // Who sends much ahead may be cut off.
  const isPlain = isExact && !isChaos && (count === 1 || text.length < 100_000);
  return {
    pieces: split(dice, text),
    methods: requests.map(({ method }) => method),
    manner: dice.chance(0.08)
      ? 'reset'
      : dice.chance(0.02)
        ? 'deaf'
        : isPlain && count < 6 && dice.chance(0.5)
          ? 'stay'
          : 'end',
    isPlain,
    isChaos,
  };
};

/** Changes bytes anywhere. */
const spoil = (dice: Dice, text: string): string => {
  let spoilt = text;
  for (let change = 1 + dice.below(3); change > 0; change -= 1) {
    const at = dice.below(spoilt.length + 1);
    const size = dice.below(dice.pick([2, 10, 1000]));
    const [before, after] = [spoilt.slice(0, at), spoilt.slice(at + size)];
    spoilt = dice.pick([
      () => before + after,
      () => before,
      () => before + spoilt.slice(at, at + size).repeat(2) + after,
      () => before + dice.times(size % 20, () => String.fromCharCode(dice.below(256))).join('') + after,
      () => before + dice.pick(['\r\n', '\n', '\r', '\0', ' ', ':', '\r\n\r\n']) + after,
    ])();
  }
  return spoilt;
};

const split = (dice: Dice, text: string): string[] => {
  const pieces: string[] = [];
  let at = 0;
  for (let cuts = dice.chance(0.6) ? 0 : dice.below(4); cuts > 0; cuts -= 1) {
    const end = at + dice.below(text.length - at + 1);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== '');
};
