import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A server in a process of its own. */
export interface StartedServer {
  readonly port: number;
  /** Milliseconds from the start of the process until it said that it listens. */
  readonly startup: number;
  /** CPU time used so far, in microseconds; undefined where the system does not tell. */
  readonly cpuTime: () => number | undefined;
  /** Resident memory in MB (10^6 bytes); undefined where the system does not tell. */
  readonly residentMemory: () => number | undefined;
  readonly stop: () => Promise<void>;
}

/** Runs this Node with the given arguments and waits for the line with the server's address. */
export const startServer = async (...args: readonly string[]): Promise<StartedServer> => {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return {
      port: Number(port),
      startup: performance.now() - start,
      cpuTime: () => readCpuTime(child.pid),
      residentMemory: () => readResidentMemory(child.pid),
      stop: async () => {
        child.kill();
        if (child.exitCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error(`Failed to start ${args.join(' ')}: it ended before it listened.`);
};

// Fields 14 and 15 of proc_pid_stat(5), in clock ticks of 10 ms.
const readCpuTime = (pid: number | undefined): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  } catch {
    return undefined;
  }
};

const readResidentMemory = (pid: number | undefined): number | undefined => {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return undefined;
  }
};
