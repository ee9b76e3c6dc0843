import { startCli } from '../cli/run-cli.ts';

/** A fake in a process of its own. */
export interface StartedMock {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Starts a fake on a free port. */
export const startMock = async (...args: readonly string[]): Promise<StartedMock> => {
  const { prints, child, ended } = startCli(['mock', '--port', '0', '--log', 'off', ...args]);
  const [, origin = ''] = await prints(/listening +(\S+)/);
  return {
    origin,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** Creates a repository by a form, as most clients do. */
export const createRepository = (
  origin: string,
  repository: string,
  more: Readonly<Record<string, string>> = {},
  token: string | null = 'demo',
): Promise<Response> => {
  const body = new FormData();
  for (const [name, value] of Object.entries({ repository, is_public: 'true', ...more })) body.append(name, value);
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return fetch(`${origin}/v2/manage/namespaces/group/repos`, { method: 'POST', headers, body });
};
