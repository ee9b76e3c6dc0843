/** What is wrong with a document, or only worth knowing. */
export interface Problem {
  /** JSON pointer to the place. */
  readonly pointer: string;
  /** What is wrong, and the remedy. */
  readonly message: string;
  /** It is about the name at the end of the pointer, not about the value. */
  readonly atName?: boolean;
}

/** Takes what a check finds. */
export type Tell = (pointer: string, message: string, atName?: boolean) => undefined;

/** " Did you mean X?" where a word is like one of those that are known; a remedy otherwise. */
export const suggest = (word: string, known: Iterable<string>, otherwise = ''): string => {
  const near = nearest(word, known);
  return near === undefined ? otherwise : `Did you mean "${near}"?`;
};

/** What is wrong with a word that is not known, with the one that was meant. */
export const sayUnknown = (what: string, word: string, known: Iterable<string>, otherwise = ''): string =>
  `${what}. ${suggest(word, known, otherwise)}`.trim();

/** The known word that a slip or two of the keyboard makes of a word. */
export const nearest = (word: string, known: Iterable<string>): string | undefined => {
  const most = Math.max(1, Math.floor(word.length / 4));
  const [best] = [...known]
    .map((each) => ({ each, distance: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ distance: far }) => far <= most)
    .sort((one, other) => one.distance - other.distance);
  return best?.each;
};

/** Letters to put in, leave out, change or swap with the next one (optimal string alignment). */
const distance = (one: string, other: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) {
      const isSame = one[at - 1] === other[to - 1];
      const isSwapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      const steps = [(row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, (row[to - 1] ?? 0) + (isSame ? 0 : 1)];
      next.push(Math.min(...steps, ...(isSwapped ? [(before[to - 2] ?? 0) + 1] : [])));
    }
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
};
