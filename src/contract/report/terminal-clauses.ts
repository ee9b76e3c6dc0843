import { textOf } from '../../text/bilingual.ts';
import { formatNumber } from '../../text/numbers.ts';
import type { Style } from '../../text/paint.ts';
import { displayWidth, padRight, wrapText } from '../../text/text-layout.ts';
import { visibleText } from '../../text/visible-text.ts';
import { isCountedLevel, stateOf, VERDICTS } from './arrange-report.ts';
import type { Counts, Verdict } from './report.ts';
import type { TerminalPage } from './terminal.ts';
import { words } from './texts.ts';

/** A line of the table, longer texts wrapped within their column. */
interface Line {
  readonly name: string;
  readonly text: string;
  readonly counts: Counts;
  /** Whether a failure is one that a run fails by. */
  readonly isReason: boolean;
  /** Whether it is about one clause, with its verdict in front. */
  readonly isClause: boolean;
}

const MARKS = { pass: '✓', fail: '✗', error: '!', skip: '–' } as const;
const STYLES = { pass: 'green', fail: 'red', error: 'yellow', skip: 'dim' } as const;

/**
 * The clauses: a line a group with how many of them passed, failed …, without those that were skipped
 * as a whole; or, where all is wanted, a line a clause with the verdicts of its cases.
 */
export const clauseLines = ({ report, arranged: { groups }, verbose, say, width, paint }: TerminalPage): string[] => {
  const tested = groups.filter(({ state }) => state !== 'skip');
  if (tested.length === 0) return [];
  const rows: (Line | string)[] = verbose
    ? groups.flatMap((group) => [
        group.name,
        ...group.rows.map((row) => {
          const level = row.level === 'must' ? '' : ` (${say(words.level[row.level])})`;
          const text = say(textOf(row.title, row.zh)) + level;
          return { name: row.id, text, counts: row, isReason: isCountedLevel(row.level, report), isClause: true };
        }),
      ])
    : tested.map(({ name, ids, states, rows: own }) => {
        const isReason = own.some(({ fail, level }) => fail > 0 && isCountedLevel(level, report));
        return { name, text: ids, counts: states, isReason, isClause: false };
      });
  return [paint('bold', say(words.clauses)), ...tableLines(rows, width, paint)];
};

/** Lines in columns; a mere text is a heading among them. */
const tableLines = (rows: readonly (Line | string)[], width: number, paint: TerminalPage['paint']): string[] => {
  const lines = rows.filter((row) => typeof row !== 'string');
  const columns = VERDICTS.map((verdict) => {
    const most = Math.max(...lines.map(({ counts }) => counts[verdict]));
    return { verdict, digits: most === 0 ? 0 : formatNumber(most).length };
  }).filter(({ digits }) => digits > 0);
  const room = width - 4 - columns.reduce((sum, { digits }) => sum + 4 + digits, 0);
  const names = Math.min(Math.max(...lines.map(({ name }) => displayWidth(visibleText(name)))), Math.ceil(room * 0.6));
  return rows.flatMap((row) => {
    if (typeof row === 'string') return wrapText(visibleText(row), width - 2).map((line) => `  ${paint('dim', line)}`);
    const { counts, isReason, isClause } = row;
    const styleOf = (verdict: Verdict): Style => (verdict === 'fail' && !isReason ? 'yellow' : STYLES[verdict]);
    const cells = columns.map(({ verdict, digits }) => {
      const text = `${MARKS[verdict]} ${formatNumber(counts[verdict]).padStart(digits)}`;
      return counts[verdict] === 0 ? ' '.repeat(4 + digits) : `  ${paint(styleOf(verdict), text)}`;
    });
    const state = stateOf(counts);
    const [first, second] = [wrapText(visibleText(row.name), names), wrapText(visibleText(row.text), room - names)];
    return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
      const mark = isClause && index === 0 ? paint(styleOf(state), MARKS[state]) : ' ';
      const text = paint(isClause ? '' : 'dim', padRight(second[index] ?? '', room - names));
      return `${mark} ${padRight(first[index] ?? '', names)}  ${text}${index === 0 ? cells.join('') : ''}`;
    });
  });
};
