import { visibleText } from './visible-text.ts';

/** A text for the inside of an element or attribute of HTML or XML. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** An element of XML, indented by its depth, with text or, on lines of their own, other elements in it. */
export const xmlElement = (
  depth: number,
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  inside: string | readonly string[] = [],
): string => {
  const indent = '  '.repeat(depth);
  const pairs = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}="${escapeMarkup(visibleText(String(value)))}"`,
  );
  const start = `${indent}<${name}${pairs.join('')}`;
  if (typeof inside === 'string') return `${start}>${escapeMarkup(visibleText(inside, 'block'))}</${name}>`;
  return inside.length === 0 ? `${start}/>` : [`${start}>`, ...inside, `${indent}</${name}>`].join('\n');
};
