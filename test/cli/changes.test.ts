import { describe, expect, it } from 'vitest';

import { startCli } from './run-cli.ts';

describe('GET /__mock/changes', () => {
  const ask = async (...args: string[]): Promise<{ status: number; body: unknown }> => {
    const mock = startCli(['mock', '--port', '0', '--log', 'off', ...args]);
    const origin = (await mock.prints(/listening +(\S+)/))[1] ?? '';
    const response = await fetch(`${origin}/__mock/changes`);
    const body: unknown = await response.json();
    mock.child.kill('SIGTERM');
    await mock.ended;
    return { status: response.status, body };
  };

  it('tells what the edition in force changed in the one before it', async () => {
    expect(await ask('--edition', '2020-10', '--reading', 'A1=off')).toEqual({
      status: 200,
      body: {
        before: '2020-07',
        after: '2020-10',
        changes: expect.arrayContaining([
          expect.objectContaining({ places: ['body.category'], en: 'category may be arm' }),
        ]),
      },
    });
  });

  it('of the first edition there is nothing to tell', async () => {
    expect(await ask()).toEqual({ status: 200, body: { before: null, after: '2018-12', changes: [] } });
  });
});
