import type { Text } from './bilingual.ts';
import { shortenText, visibleText } from './visible-text.ts';
import { escapeMarkup } from './xml.ts';

// A page of some hundred long texts must still open on a phone.
const MOST_TEXT = 20_000;

/** A text from anywhere as HTML, for one line or, as `block`, with its line ends. */
export const markup = (text: string, layout: 'line' | 'block' = 'line'): string =>
  escapeMarkup(visibleText(shortenText(text, MOST_TEXT).text, layout));

/**
 * A text in both languages, of which the page shows one; plain where both are equal. The Chinese is
 * `hidden` until the page's script shows it: where a CI system forbids style and script, English reads.
 */
export const both = ({ en, zh }: Text): string =>
  en === zh
    ? markup(en)
    : `<span class="en" lang="en">${markup(en)}</span><span class="zh" lang="zh-CN" hidden>${markup(zh)}</span>`;

/** What can be opened: a summary, which is a button and holds no link, and what it hides. */
export const details = (summary: string, body: string, kind = ''): string =>
  `<details${kind === '' ? '' : ` class="${kind}"`}><summary>${summary}</summary>${body}</details>`;
