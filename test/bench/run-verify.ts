import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** What a run of the contract suite took. */
export interface VerifyRun {
  /** Seconds, with the start of the process. */
  readonly seconds: number;
  readonly requests: number;
  readonly cases: number;
  /** Most resident memory in MB (10^6 bytes); undefined where the system does not tell. */
  readonly memory: number | undefined;
}

/** Runs `swr-contract verify` as `npm run verify` does and reads its last line. */
export const runVerify = async (args: readonly string[], port: number, depth: number): Promise<VerifyRun> => {
  const start = performance.now();
  const flags = [...args, '--target', `http://127.0.0.1:${port}`, '--token', 't', '--depth', String(depth)];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  let memory: number | undefined;
  const watch = setInterval(() => {
    memory = readPeakMemory(child.pid) ?? memory;
  }, 20);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`Failed to verify: exit code ${code}.\n${output.slice(0, 500)}`);
  const count = (pattern: RegExp): number => Number(pattern.exec(output)?.[1]?.replaceAll(',', ''));
  return {
    seconds: (performance.now() - start) / 1000,
    requests: count(/([\d,]+) requests/),
    cases: count(/([\d,]+) cases:/),
    memory,
  };
};

const readPeakMemory = (pid: number | undefined): number | undefined => {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return undefined;
  }
};

/** Requests a second of a bare loop of `fetch` calls that sends the page's example. */
export const bareFetchLoop = async (
  requests: number,
  concurrency: number,
  send: () => Promise<Response>,
): Promise<number> => {
  let left = requests;
  const start = performance.now();
  const worker = async (): Promise<void> => {
    while (left-- > 0) await (await send()).arrayBuffer();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return requests / ((performance.now() - start) / 1000);
};
