import { expect, it } from 'vitest';

import { negotiateLanguage } from '../../../src/engine/answers/negotiate-language.ts';

it.each<[header: string | undefined, language: string]>([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['zh', 'zh'],
  ['zh-CN', 'zh'],
  ['ZH-hans-cn', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
  ['en;q=0.5,zh;q=0.6', 'zh'],
  ['en;q=0.5, zh;q=0.50', 'en'],
  ['zh;q=0.5, en;q=0.5', 'zh'],
  ['de, zh;q=0.1', 'zh'],
  ['de, fr', 'en'],
  ['zh;q=0', 'en'],
  ['zh;q=0, *', 'en'],
  ['*, zh;q=0.9', 'en'],
  ['*;q=0.1, zh;q=0.9', 'zh'],
  ['zh;q=abc', 'en'],
  ['zh ; q=1', 'zh'],
  ['zh;level=1;q=0.2, en;q=0.1', 'zh'],
  [',,;;zh', 'en'],
  ['x-zh', 'en'],
])('%j is answered in %s', (header, language) => {
  expect(negotiateLanguage(header)).toBe(language);
});
