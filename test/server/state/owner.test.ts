import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { line, useStateFile } from './temporary-state-file.ts';

const kept = useStateFile();
const children: ChildProcess[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Opens the file of a test in a process of its own, perhaps started by another program. */
const openElsewhere = async (path: string, ...starter: readonly string[]): Promise<ChildProcess> => {
  const script = join(import.meta.dirname, 'hold-state-file.ts');
  const [program = process.execPath, ...args] = [...starter, process.execPath, script, path];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(createInterface(child.stdout as never), 'line')) as [string];
  expect(said).toBe('open');
  return child;
};

const isFree = async (path = kept.path): Promise<void> => (await kept.openFile(path)).file.close();

describe('a state file is one process’s', () => {
  it('by whatever name the other one opens it', async () => {
    const other = join(kept.folder, 'other');
    fs.mkdirSync(other);
    await kept.openFile();
    fs.linkSync(kept.path, join(other, 'hard.jsonl'));
    fs.symlinkSync(kept.path, join(other, 'soft.jsonl'));
    for (const path of [kept.path, join(other, 'hard.jsonl'), join(other, 'soft.jsonl')])
      await expect(kept.openFile(path)).rejects.toThrow(
        new RegExp(
          `Failed to open the state file ${path}: process ${process.pid} on .+ uses it. Stop that one, or give`,
        ),
      );
    const before = kept.content();
    await kept.reopen();
    expect(kept.content()).toBe(before);
  });

  it('until it is killed: nothing of it is in the way of the next', async () => {
    const child = await openElsewhere(kept.path);
    await expect(kept.openFile()).rejects.toThrow(`process ${child.pid} on `);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { titles } = await kept.openFile();
    expect(titles()).toEqual(['theirs']);
    expect(fs.readdirSync(kept.folder)).toEqual(['state.jsonl']);
  });

  it('by another program where the first is missing; where both are, that is told', async () => {
    const programs = join(kept.folder, 'programs');
    fs.mkdirSync(programs);
    vi.stubEnv('PATH', programs);
    await kept.openFile();
    const told = `${kept.path}: a second process can't be kept from using it, too: there is no program "flock" here.`;
    expect(kept.told).toEqual([told]);
    for (const folder of ['/usr/bin', '/bin'])
      if (fs.existsSync(`${folder}/perl`) && !fs.existsSync(join(programs, 'perl')))
        fs.symlinkSync(`${folder}/perl`, join(programs, 'perl'));
    if (fs.readdirSync(programs).length === 0) return;
    await kept.reopen();
    expect(kept.told).toEqual([told]);
    await expect(kept.openFile()).rejects.toThrow(`process ${process.pid} on `);
    vi.unstubAllEnvs();
    await expect(kept.openFile()).rejects.toThrow(`process ${process.pid} on `);
  });

  it('and is free again when it is closed', async () => {
    const { file } = await kept.openFile();
    file.close();
    await isFree();
  });

  it('also where another one claims to use it that is no more', async () => {
    const { file, note } = await kept.openFile();
    note('a');
    const text = fs.readFileSync(kept.path, 'utf8');
    expect(text).toContain(`"usedBy":"process ${process.pid} on `);
    file.close();
    expect(fs.readFileSync(kept.path, 'utf8')).not.toContain('usedBy');
    fs.writeFileSync(kept.path, text);
    await isFree();
    expect(kept.content()).toBe(line('a'));
  });

  const canUnshare = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;
  it.runIf(canUnshare)('of containers, too: process 1 of one is not process 1 of another', async () => {
    const container = ['unshare', '--pid', '--net', '--fork', '--kill-child', '--mount-proc'];
    const child = await openElsewhere(kept.path, ...container);
    await expect(kept.openFile()).rejects.toThrow('process 1 on ');
    const again = spawnSync(
      container[0] as string,
      [...container.slice(1), process.execPath, join(import.meta.dirname, 'hold-state-file.ts'), kept.path],
      { encoding: 'utf8' },
    );
    expect(again.stderr).toContain('process 1 on ');
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});
