import { type PageText, pageTexts } from './html-texts.ts';
import { type Texts, texts } from './texts.ts';
import { escapeMarkup, shortenText, visibleText } from './visible-text.ts';

// A page of some hundred findings must still open on a phone.
const MOST_TEXT = 20_000;

/** Text that came out of a run, for one line or, as `block`, with its line ends. */
export const runText = (text: string, layout: 'line' | 'block' = 'line'): string =>
  escapeMarkup(visibleText(shortenText(text, MOST_TEXT).text, layout));

/** A text in both languages, of which the page shows one; plain where both are equal. */
export const bothTexts = ({ en, zh }: PageText): string =>
  en === zh || zh === ''
    ? runText(en)
    : `<span class="en" lang="en">${runText(en)}</span><span class="zh" lang="zh-CN">${runText(zh)}</span>`;

/** A word of the reports in both languages. */
export const both = (pick: (words: Texts) => string): string => bothTexts({ en: pick(texts.en), zh: pick(texts.zh) });

/** A word of the page in both languages. */
export const pageText = (name: keyof typeof pageTexts): string => bothTexts(pageTexts[name]);

/** A value as code, both ends and its length where it is long. */
export const valueCode = (value: string): string => {
  if (value === '') return `<em>${both((words) => words.empty)}</em>`;
  const { text, length } = shortenText(value, 60);
  const size = length > 60 ? ` <small>${both((words) => words.characters(length))}</small>` : '';
  return `<code class="value">${runText(text)}</code>${size}`;
};
