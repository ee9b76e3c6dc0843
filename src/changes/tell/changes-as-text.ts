import type { Language, Text } from '../../text/bilingual.ts';
import { createPaint, hangText, type Style } from '../../text/paint.ts';
import { visibleText } from '../../text/visible-text.ts';
import type { Comparison } from '../change.ts';
import { arrangeChanges, showClauses, sumUp } from './arrange-changes.ts';
import type { Tone } from './sentences.ts';

/** How changes are printed. */
export interface TextOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly language: Language;
}

/** What stands before a change, and its colour. */
const MARKS: Readonly<Record<Tone, readonly [mark: string, style: Style]>> = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
};

/** The changes for a terminal: no line is wider than it. */
export const changesAsText = (comparison: Comparison, options: TextOptions): string => {
  const paint = createPaint(options.color);
  const say = (text: Text): string => visibleText(text[options.language]);
  // Below 40 columns words have no room, above 120 lines are hard to read.
  const width = Math.min(120, Math.max(40, options.width));
  const blocks = arrangeChanges(comparison).map(({ title, changes }) => [
    ...hangText(paint, width, [], say(title), 'bold'),
    ...changes.flatMap((change) => {
      const [mark, style] = MARKS[change.tone];
      const ids = visibleText(showClauses(change));
      const start = [
        ['', '  '],
        [style, `${mark} `],
      ] as const;
      return hangText(paint, width, start, ids === '' ? say(change) : `${say(change)} [${ids}]`);
    }),
  ]);
  return `${[[say(sumUp(comparison))], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
