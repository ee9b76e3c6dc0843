import { describe, expect, it } from 'vitest';

import { collectHosts, collectOrigin, orDefault } from '../../src/cli/option-values.ts';

const collectAll = (read: (text: string, before: readonly string[]) => string[], texts: readonly string[]) =>
  texts.reduce<readonly string[]>((before, text) => read(text, before), []);

describe('C8: --cors', () => {
  it.each<[given: readonly string[], origins: readonly string[]]>([
    [
      ['http://localhost:5173', 'https://app.example'],
      ['http://localhost:5173', 'https://app.example'],
    ],
    [['capacitor://localhost'], ['capacitor://localhost']],
    [
      ['chrome-extension://abcdefgh', 'ionic://localhost', 'file://'],
      ['chrome-extension://abcdefgh', 'ionic://localhost', 'file://'],
    ],
    [
      ['null', '*'],
      ['null', '*'],
    ],
    [['off'], ['off']],
    // As it is copied from somewhere, and as a browser sends it.
    [
      ['HTTP://LocalHost:80/', 'https://a.example:443', 'Tauri://LocalHost'],
      ['http://localhost', 'https://a.example', 'tauri://localhost'],
    ],
  ])('%j: %j', (given, origins) => {
    expect(collectAll(collectOrigin, given)).toEqual(origins);
  });

  it.each([
    'localhost',
    'localhost:5173',
    'http://',
    'http://a/path',
    'http://a?b',
    'http://me@a',
    'http://*.a',
    'http://a b',
    '',
  ])('not %j', (text) => {
    expect(() => collectOrigin(text)).toThrow(
      'It must be *, off, null, or an origin such as http://localhost:5173 or capacitor://localhost.',
    );
  });

  it.each([
    ['off', 'http://a'],
    ['*', 'off'],
  ])('not %s beside %s', (...given) => {
    expect(() => collectAll(collectOrigin, given)).toThrow('off stands alone');
  });
});

describe('C1: --allow-host', () => {
  it('takes names, several in a variable', () => {
    expect(collectAll(collectHosts, ['swr-mock', 'SWR.example, swr_mock\n10.0.0.1 '])).toEqual([
      'swr-mock',
      'swr.example',
      'swr_mock',
      '10.0.0.1',
    ]);
  });

  it.each(['http://swr-mock', 'swr-mock:30303', 'swr-mock/path', '*.example', '*'])('not %s', (text) => {
    expect(() => collectHosts(text, [])).toThrow('It must be a host name such as swr-mock, without scheme, port');
  });
});

it.each(['', ' ', '\n'])('C3: %j is as good as not given', (text) => {
  expect(orDefault('none', String)(text)).toBe('none');
  expect(orDefault('none', String)(' a ')).toBe('a');
});
