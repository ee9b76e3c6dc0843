import { inBoth, type Text, textOf } from '../../text/bilingual.ts';
import { plainLetters } from '../../text/visible-text.ts';
import type { Subject } from '../model/subject.ts';

const MARKED = /\uE0F0([\s\S]*?)\uE0F1/g;

/** A planned value within a title; `speak` says it as it is sent. */
export const sayValue = (value: string): string => `\uE0F0${value}\uE0F1`;

/** The words with every value as it is sent: both ends of a long one. */
export const speak = (text: Text, fill: (value: string) => string): Text => {
  const quote = (_: string, value: string): string => {
    const shown = [...fill(value)];
    const ends = `${shown.slice(0, 24).join('')}…${shown.slice(-6).join('')}`;
    return plainLetters(JSON.stringify(shown.length > 40 ? ends : shown.join('')));
  };
  return inBoth((say) => say(text).replaceAll(MARKED, quote));
};

/** `a, b and c` */
export const join = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

export const sayOneValue = ({ name }: Subject, value: string): Text =>
  textOf(`${name} ${sayValue(value)}`, ` ${name} ${sayValue(value)}`);

export const sayWithout = ({ name }: Subject): Text => textOf(`a request without ${name}`, `不含 ${name} 的请求`);

export const sayLength = ({ name }: Subject, length: number): Text =>
  length === 0
    ? textOf(`an empty ${name}`, `空的 ${name}`)
    : textOf(`a ${name} of ${length} character${length === 1 ? '' : 's'}`, ` ${length} 个字符的 ${name}`);
