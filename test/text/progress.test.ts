import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';

import { createProgress } from '../../src/text/progress.ts';
import { displayWidth } from '../../src/text/text-layout.ts';
import { hostile } from '../reporters/sample-report.ts';

describe('createProgress', () => {
  const run = (isTTY: boolean, total: number, width = 80): string[] => {
    const written: string[] = [];
    const progress = createProgress({ write: (text) => written.push(text), isTTY, total, width });
    for (let done = 1; done <= total; done += 1) progress.step(done, done > total / 2 ? 2 : 0);
    progress.end();
    return written;
  };

  it('rewrites one line on a terminal, and takes it away at the end', () => {
    const written = run(true, 3000);
    expect(written.length).toBeLessThan(110);
    expect(written.every((text) => text.startsWith('\r') && text.endsWith('\u001b[K') && !text.includes('\n'))).toBe(
      true,
    );
    expect(written.at(-2)).toContain('100%  3000/3000  2 failed');
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  it.each([10, 20, 40, 80])('stays within %i columns', (width) => {
    const widest = Math.max(
      ...run(true, 3000, width).map((text) => displayWidth(stripVTControlCharacters(text).trim())),
    );
    expect(widest).toBeLessThan(Math.max(width, 30));
  });

  it('writes a plain line every tenth elsewhere', () => {
    const written = run(false, 3000);
    expect(written).toHaveLength(10);
    expect(written[0]).toBe(' 10%   300 of 3000 cases\n');
    expect(written[9]).toBe('100%  3000 of 3000 cases, 2 failed\n');
  });

  it('copes with a run of no case', () => {
    expect(run(true, 0)).toEqual([]);
    expect(run(false, 0)).toEqual([]);
  });

  describe('note', () => {
    const start = (isTTY: boolean) => {
      const written: string[] = [];
      return {
        written,
        progress: createProgress({ write: (text) => written.push(text), isTTY, total: 10, width: 40 }),
      };
    };

    it('takes the place of the bar on a terminal, until the next step', () => {
      const { written, progress } = start(true);
      progress.step(5, 0);
      progress.note('waiting 12 s: the server answered 429');
      progress.note('waiting 12 s: the server answered 429');
      progress.note('waiting 11 s: the server answered 429');
      progress.step(5, 0);
      progress.end();
      expect(written).toEqual([
        expect.stringContaining(' 50%   5/10'),
        '\rwaiting 12 s: the server answered 429\u001b[K',
        '\rwaiting 11 s: the server answered 429\u001b[K',
        expect.stringContaining(' 50%   5/10'),
        '\r\u001b[K',
      ]);
    });

    it('is taken away at the end', () => {
      const { written, progress } = start(true);
      progress.note('waiting');
      progress.end();
      progress.end();
      expect(written).toEqual(['\rwaiting\u001b[K', '\r\u001b[K']);
    });

    it('is a line elsewhere, once for each text', () => {
      const { written, progress } = start(false);
      progress.note('waiting 12 s');
      progress.step(5, 0);
      progress.note('waiting 12 s');
      progress.note('waiting 1 s');
      progress.end();
      expect(written).toEqual(['waiting 12 s\n', ' 50%   5 of 10 cases\n', 'waiting 1 s\n']);
    });

    it.each([true, false])('lets nothing act on the terminal, nor wrap on one (%s)', (isTTY) => {
      const { written, progress } = start(isTTY);
      progress.note(hostile.repeat(3));
      const text = (written[0] ?? '').replace(/^\r|\u001b\[K$/g, '');
      expect(text.replace(/\n$/, '')).not.toMatch(/\p{C}/u);
      if (isTTY) expect(displayWidth(text)).toBeLessThan(40);
    });
  });
});
