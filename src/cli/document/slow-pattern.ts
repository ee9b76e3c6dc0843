import { analyse, type Literal } from 'scslre';

/** A text that makes a regular expression take exponential time, shown by what is repeated in it; undefined where none does. */
export const slowPattern = (pattern: string): string | undefined => {
  try {
    const { reports } = analyse({ source: pattern, flags: 'u' } satisfies Literal, { reportTypes: { Move: false } });
    const slow = reports.find(({ exponential }) => exponential);
    return slow && `a long text of ${JSON.stringify(slow.character.pick)} shows it`;
  } catch {
    // What is no regular expression is told of by itself.
    return undefined;
  }
};
