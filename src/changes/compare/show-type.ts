import { type Text, textOf } from '../../text/bilingual.ts';

/** What a value without a type may be. */
export const ANYTHING: Text = textOf('anything', '任意类型');

const TYPES: Readonly<Record<string, Text>> = {
  string: textOf('string', '字符串'),
  boolean: textOf('boolean', '布尔值'),
  integer: textOf('integer', '整数'),
  number: textOf('number', '数值'),
  array: textOf('list', '列表'),
  object: textOf('object', '对象'),
};

/** A type, or several, in words. */
export const showType = (type: string): Text => {
  if (type === '') return ANYTHING;
  const words = type.split(' or ').map((each) => TYPES[each] ?? textOf(each));
  return { en: words.map(({ en }) => en).join(' or '), zh: words.map(({ zh }) => zh).join(' 或 ') };
};
