import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/contract/report.ts';

/** How a server is checked. */
export interface VerifyOptions {
  readonly depth: number;
  /** A namespace that exists; undefined leaves the choice to the suite. */
  readonly namespace: string | undefined;
  /** Patterns of cases to leave out. */
  readonly skip?: readonly string[];
  /** Milliseconds until the run is given up. */
  readonly timeout: number;
}

const COMMAND = join(import.meta.dirname, '..', '..', 'src', 'cli', 'swr-contract.ts');

/**
 * Runs the contract suite against a server, as a user would: by the command, in a process of its own. So
 * a run can't disturb the server or the next run.
 *
 * @throws Error with what the command said, where it wrote no report.
 */
export const verify = async (url: string, { depth, namespace, skip = [], timeout }: VerifyOptions): Promise<Report> => {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  const file = join(folder, 'report.json');
  const flags = ['verify', '--target', url, '--token', 'faults', '--depth', String(depth), '--json', file];
  if (namespace !== undefined) flags.push('--namespace', namespace);
  for (const pattern of skip) flags.push('--skip', pattern);
  try {
    const said = await run([COMMAND, ...flags], timeout);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) throw new Error(`Failed to verify ${url}: no report. ${said.trim().slice(-500)}`);
    return JSON.parse(text) as Report;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

// Resolves with what was written to standard error, whatever the exit code.
const run = (flags: readonly string[], timeout: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, flags, {
      stdio: ['ignore', 'ignore', 'pipe'],
      // Neither a proxy nor GitHub's summary file has to do with a server on this machine.
      env: { PATH: process.env['PATH'] },
      timeout,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve(signal === null ? said : `${said} (ended by ${signal})`));
  });
