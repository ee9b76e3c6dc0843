import type { Text } from '../../../text/bilingual.ts';
import { shortenText, visibleText } from '../../../text/visible-text.ts';
import { escapeMarkup } from '../../../text/xml.ts';
import type { ClauseRow, Report, Verdict } from '../report.ts';

// A page of some hundred findings must still open on a phone.
const MOST_TEXT = 20_000;

/** Text that came out of a run, for one line or, as `block`, with its line ends. */
export const runText = (text: string, layout: 'line' | 'block' = 'line'): string =>
  escapeMarkup(visibleText(shortenText(text, MOST_TEXT).text, layout));

/**
 * A text in both languages, of which the page shows one; plain where both are equal. The Chinese is
 * `hidden` until the page's script shows it: where a CI system forbids style and script, English reads.
 */
export const both = ({ en, zh }: Text): string =>
  en === zh
    ? runText(en)
    : `<span class="en" lang="en">${runText(en)}</span><span class="zh" lang="zh-CN" hidden>${runText(zh)}</span>`;

/** Where a clause's row is. */
export const anchorOf = ({ clauses }: Report, clause: ClauseRow): string => `clause-${clauses.indexOf(clause) + 1}`;

/** What can be opened: a summary, which is a button and holds no link, and what it hides. */
export const details = (summary: string, body: string, kind = ''): string =>
  `<details${kind === '' ? '' : ` class="${kind}"`}><summary>${summary}</summary>${body}</details>`;

/** The sign of a verdict; its word stands beside it. */
export const mark = (state: Verdict): string => `<span class="mark ${state}" aria-hidden="true">${MARKS[state]}</span>`;

export const MARKS = { pass: '✓', fail: '✗', error: '!', skip: '–' } as const;
