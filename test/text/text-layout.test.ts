import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

import { foldCurl } from '../../src/text/fold-curl.ts';
import { displayWidth, padRight, wrapText } from '../../src/text/text-layout.ts';
import { shortenText, visibleText } from '../../src/text/visible-text.ts';

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['中文', 4],
    ['ａ', 2],
    ['e\u0301', 1],
    ['✓ é', 3],
    ['🚀', 2],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('pads by columns', () => {
    expect(padRight('中', 4)).toBe('中  ');
  });
});

describe('wrapText', () => {
  it('breaks between words, in Chinese anywhere, and in long words', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapText('必须以小写字母开头', 8)).toEqual(['必须以小', '写字母开', '头']);
    expect(wrapText('aaaaaaaaaa', 4)).toEqual(['aaaa', 'aaaa', 'aa']);
    expect(wrapText('', 4)).toEqual(['']);
  });

  it('begins no line with a closing mark', () => {
    expect(wrapText('一二三，四', 6)).toEqual(['一二', '三，四']);
    expect(wrapText('aaaa bbbb、cc', 9)).toEqual(['aaaa', 'bbbb、cc']);
  });
});

describe('visibleText', () => {
  it('shows what hides', () => {
    expect(visibleText('a\u0000\u001b\n\u202e\u3000\ufeff\ud800\u{e0001} b')).toBe(
      'a\\u0000\\u001b\\n\\u202e\\u3000\\ufeff\\ud800\\u{e0001} b',
    );
    expect(visibleText('镜像 é 🚀')).toBe('镜像 é 🚀');
  });

  it('shows private use characters, fillers and selectors too', () => {
    expect(visibleText('"\ue000" "\uf8ff" "\u{f0000}"')).toBe('"\\ue000" "\\uf8ff" "\\u{f0000}"');
    expect(visibleText('\u00ad\u034f\u115f\u2800\u3164\ufe0f\u{e0100}')).toBe(
      '\\u00ad\\u034f\\u115f\\u2800\\u3164\\ufe0f\\u{e0100}',
    );
  });

  it('keeps the lines of a block', () => {
    expect(visibleText('a\r\nb\tc\rd', 'block')).toBe('a\nb\tc\\rd');
  });

  it('shortens in the middle, never inside a character', () => {
    expect(shortenText('a'.repeat(129), 10)).toEqual({ text: 'aaaaaa…aaa', length: 129 });
    expect(shortenText('🚀'.repeat(5), 4)).toEqual({ text: '🚀🚀…🚀', length: 5 });
    expect(shortenText('abc', 3)).toEqual({ text: 'abc', length: 3 });
  });
});

describe('foldCurl', () => {
  it('stays the same command for a shell', () => {
    const curl = `curl -i -X PUT 'http://a/b?c=d e' -H "x: \\"$TOKEN\\"" -F 'a=it'\\''s -F not' --data-raw 'two\nlines' -k`;
    const folded = foldCurl(curl, 30);
    expect(folded.length).toBeGreaterThan(3);
    const words = (command: string): string =>
      execFileSync('sh', ['-c', `curl() { printf '[%s]' "$@"; }; TOKEN=t; ${command}`], { encoding: 'utf8' });
    expect(words(folded.join('\n'))).toBe(words(curl));
  });

  it('leaves alone what it cannot read', () => {
    const curl = `curl -i  http://a/${'b'.repeat(40)} -H 'open`;
    expect(foldCurl(curl, 30)).toEqual([curl]);
  });
});
