import { formatNumber } from './numbers.ts';

/** One text in both languages. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** The languages there are. */
export type Language = keyof Text;

/** A text in both languages; one without Chinese stays in English. */
export const textOf = (en: string, zh = ''): Text => ({ en, zh: zh === '' ? en : zh });

/** Between the parts of a list. */
export const COMMA: Text = textOf(', ', '、');

/** No text. */
export const NOTHING: Text = textOf('');

/** What is made of texts, in both languages. */
export const inBoth = (make: (say: (text: Text) => string) => string): Text => ({
  en: make(({ en }) => en),
  zh: make(({ zh }) => zh),
});

/** Puts values into the places of a text that name them: `{name}`. */
export const fill = (text: Text, values: Readonly<Record<string, string | number | Text>>): Text =>
  inBoth((say) =>
    say(text).replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values[name] ?? place;
      return typeof value === 'object' ? say(value) : typeof value === 'number' ? formatNumber(value) : value;
    }),
  );

/** Texts with something between them. */
export const joinTexts = (texts: readonly Text[], between: Text): Text =>
  inBoth((say) => texts.map(say).join(say(between)));

/** So many of something, named in the singular in English: `2 cases`, `2 个用例`. */
export const countOf = (count: number, { en, zh }: Text): Text =>
  fill(textOf(`{count} ${en}${count === 1 ? '' : 's'}`, `{count} ${zh}`), { count });

/** How many more there are than are shown. */
export const moreText = (count: number): Text => fill(textOf('and {count} more', '另有 {count} 个'), { count });

/** The first of many names, and how many more there are. */
export const joinSome = (names: readonly string[], most: number): Text =>
  names.length <= most + 1
    ? textOf(names.join(', '))
    : joinTexts([textOf(names.slice(0, most).join(', ')), moreText(names.length - most)], textOf(' '));
