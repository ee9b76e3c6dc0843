import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diffCommand } from '../../src/cli/diff/diff.ts';
import { displayWidth } from '../../src/text/text-layout.ts';
import { type Ended, runCommandHere } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

const diff = (...args: readonly string[]): Promise<Ended> => runCommandHere(diffCommand(), args);

describe('swr-contract diff', () => {
  it('[R2] [R2@2019-02] says what changed between two editions', async () => {
    const { code, stdout, stderr } = await diff('2018-12', '2019-02');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^2018-12 → 2019-02: \d+ changes\n/);
    expect(stdout).toContain('\n  + repository may be "0"\n');
    expect(stdout).toContain('[R2 → R2@2019-02]\n');
    expect(Math.max(...stdout.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
  });

  it('of one edition says what it changed in the one before it', async () => {
    expect((await diff('otc-2025-10')).stdout).toMatch(/^otc-2024-10 → otc-2025-10: /);
  });

  it('from later to earlier, in Chinese', async () => {
    const { stdout } = await diff('2020-10', '2020-07', '--language', 'zh');
    expect(stdout).toContain('  - category 不再可取 arm [C2@2020-10 → C2]\n');
  });

  it('of an edition and itself is nothing', async () => {
    expect(await diff('2020-10', '2020-10')).toEqual({
      code: 0,
      stdout: '2020-10 → 2020-10: nothing\n',
      stderr: '',
    });
  });

  it('as JSON and as Markdown', async () => {
    const { stdout } = await diff('2020-10', '--json');
    const { before, after, changes } = JSON.parse(stdout) as { before: string; after: string; changes: unknown[] };
    expect({ before, after }).toEqual({ before: '2020-07', after: '2020-10' });
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'values-added', operations: ['createRepository', 'updateRepository'] }),
    );
    expect((await diff('2020-10', '--format', 'json')).stdout).toBe(stdout);
    expect((await diff('2020-10', '--format', 'markdown')).stdout).toMatch(
      /^## 2020-07 → 2020-10: \d+ changes\n\n### New operations\n[\s\S]*\n### createRepository, updateRepository\n/,
    );
  });

  it('takes documents, too', async () => {
    const file = join(folder, 'own.yaml');
    writeFileSync(file, 'openapi: 3.1.1\ninfo: { title: Own, version: own }\npaths: {}\n');
    const { code, stdout } = await diff('2018-12', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2018-12 → own: \d+ changes\n\nOperations that are gone\n {2}- listNamespaces: GET /);
  });
});

describe('what can not be compared ends with one line and 2', () => {
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, 'openapi: 3.1.1\ninfo: { title: Own, version: own }\npaths: { "/a/{b}": { get: {} } }\n');

  it.each([
    [
      ['2018-12', 'none'],
      /^error: Failed to compare none: there is no such edition \(known: 2018-12, 2019-02, .*\), and no such file\.$/,
    ],
    [['2018-12'], /^error: Failed to compare 2018-12: no edition is known to be before it\. Give another one\.$/],
    [['2018-12', './none.yaml'], /^error: Failed to read the document \.\/none\.yaml: there is no such file\.$/],
    [
      ['2018-12', broken],
      /^error: Failed to use the document .*broken\.yaml.*the path parameter \{b\} is not described.*$/,
    ],
    [['2018-12', '2019-02', '--format', 'html'], /^error: option '--format <name>' argument 'html' is invalid/],
    [['2018-12', '2019-02', '2019-12'], /^error: too many arguments/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await diff(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
