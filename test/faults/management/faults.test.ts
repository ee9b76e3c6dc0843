import { describe, expect, test } from 'vitest';
import type { Change } from './behaviour.ts';
import type { ClientOptions } from './client.ts';
import { createClient, createNetworkFetch } from './client.ts';
import { startManagement } from './conforming-server.ts';
import { managementFaults, managementHarmless } from './faults.ts';
import { judgeInformation, judgeReply } from './judge-reply.ts';
import type { Law } from './law.ts';
import { lawOf, laws } from './laws.ts';

const run = async (
  change: Change,
  chosen: readonly Law[],
  judge: NonNullable<ClientOptions['judge']>,
): Promise<string[]> => {
  const server = await startManagement(change);
  const client = createClient({ fetch: createNetworkFetch(server.url), judge });
  const problems: string[] = [];
  try {
    for (const law of chosen) await law.run(client).catch((error: unknown) => problems.push(`${law.id}: ${error}`));
    return problems;
  } finally {
    await server.close();
  }
};

test('every id is unique', () => {
  const ids = [...managementFaults, ...managementHarmless].map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('there are faults of every family and enough variations', () => {
  expect(Map.groupBy(managementFaults, ({ family }) => family).size).toBeGreaterThanOrEqual(16);
  expect(managementFaults.length).toBeGreaterThanOrEqual(250);
  expect(managementHarmless.length).toBeGreaterThanOrEqual(30);
});

// conforms.test.ts shows that the server without a change keeps every law.
describe('each fault is one', () => {
  test.each(managementFaults)('$id $title', async ({ change, law }) => {
    expect(await run(change, [lawOf(law)], judgeReply)).not.toEqual([]);
  });
});

describe('each variation conforms', () => {
  test.each(managementHarmless)('$id $title', async ({ change, unbound = [] }) => {
    const bound = unbound.includes('all')
      ? []
      : laws.filter(({ id, reading = '' }) => !unbound.includes(id) && !unbound.includes(reading));
    expect(await run(change, bound, judgeInformation)).toEqual([]);
  });
});
