import type { PlacedClause } from '../../openapi/clause.ts';
import type { Subject } from '../model/subject.ts';
import { type Words, words } from './diagnosis.ts';

const MARKED = /\uE0F0([\s\S]*?)\uE0F1/g;

/** A planned value within a title; `speak` says it as it is sent. */
export const sayValue = (value: string): string => `\uE0F0${value}\uE0F1`;

/** The words with every value as it is sent: both ends of a long one. */
export const speak = ({ en, zh }: Words, fill: (value: string) => string): Words => {
  const quote = (_: string, value: string): string => {
    const shown = [...fill(value)];
    return JSON.stringify(
      shown.length > 40 ? `${shown.slice(0, 24).join('')}…${shown.slice(-6).join('')}` : shown.join(''),
    );
  };
  return words(en.replaceAll(MARKED, quote), zh.replaceAll(MARKED, quote));
};

/** `category`, `filter.center` */
export const sayName = (subject: Subject | undefined): string => subject?.name ?? 'a value';

// "must start with …" is said of the value, "A request …" is a sentence of its own.
const rule = ({ title, zh }: PlacedClause): Words => words(`: ${/^[A-Z]/.test(title) ? '' : 'it '}${title}`, `：${zh}`);

export const join = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

export const sayAccepted = (what: Words, clause: PlacedClause | undefined, more: Words = words('', '')): Words => {
  const must = clause ? rule(clause) : words('', '');
  return words(`accepts ${what.en}${more.en}${must.en}`, `接受${what.zh}${more.zh}${must.zh}`);
};

export const sayRefused = ({ en, zh }: Words, status: string): Words => {
  if (!/^\d+$/.test(status)) return words(`gives no answer to ${en}`, `对${zh}没有应答`);
  return status.startsWith('4')
    ? words(`refuses ${en} (${status})`, `拒绝${zh}（${status}）`)
    : words(`answers ${status} to ${en}`, `对${zh}应答 ${status}`);
};

export const sayOneValue = (subject: Subject | undefined, value: string): Words =>
  words(`${sayName(subject)} ${sayValue(value)}`, ` ${sayName(subject)} ${sayValue(value)}`);

export const sayWithout = (subject: Subject | undefined): Words =>
  words(`a request without ${sayName(subject)}`, `不含 ${sayName(subject)} 的请求`);

export const sayWith = (names: readonly string[]): Words =>
  words(`a request with ${join(names)}`, `带有 ${names.join('、')} 的请求`);

/** Lengths that a server takes or refuses, with the border it really has. */
export const sayLength = (subject: Subject, length: number): Words =>
  words(
    `a ${sayName(subject)} of ${length} ${length === 1 ? 'character' : 'characters'}`,
    ` ${length} 个字符的 ${sayName(subject)}`,
  );

/** @param isShort whether too few are taken as well. */
export const sayReach = (most: number | undefined, tried: number, isShort: boolean): Words => {
  const [en, zh] = isShort ? [', and too few', '，也接受过少字符'] : ['', ''];
  return most === undefined
    ? words(` (of any length; up to ${tried} were tried${en})`, `（不限长度；最多试到 ${tried}${zh}）`)
    : words(` (it takes up to ${most}${en})`, `（最多接受 ${most}${zh}）`);
};
