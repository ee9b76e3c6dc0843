import { expect, test } from 'vitest';

import { loadEdition, resolveEdition } from '../../load-edition.ts';
import { answer, openFake, verify } from '../send-to-fake.ts';

const document = loadEdition('2020-10');
const choose = ({ id }: { id: string }): boolean => id.includes('createSecret');

/** What is found where the headers of a login are changed. */
const check = async (change: (headers: Record<string, string>) => Record<string, string>) => {
  const fake = openFake(
    async ({ path }, pass) => {
      const { status, body, headers } = await pass();
      return answer(status, body, path.includes('/secret') && status === 200 ? change({ ...headers }) : headers);
    },
    { document: resolveEdition('2020-10') },
  );
  return verify(fake.send, { document, choose });
};
const titles = ({ findings }: Awaited<ReturnType<typeof check>>): string[] =>
  findings.map(({ level, title }) => `${level} ${title}`);

test('headers as they come are no deviation', async () => {
  const report = await check((headers) => headers);
  expect([report.outcome, titles(report)]).toEqual(['conforms', []]);
  expect(report.results.length).toBeGreaterThan(0);
});

test('a header that has to come and does not is one finding', async () => {
  const report = await check(({ 'x-swr-dockerlogin': _, ...others }) => others);
  expect(titles(report)).toEqual(['must answers no X-Swr-Dockerlogin (expected X-Swr-Dockerlogin)']);
});

test('a time in a header is held to its format', async () => {
  const report = await check((headers) => ({ ...headers, 'x-swr-expireat': 'tomorrow' }));
  expect(titles(report)).toEqual(['must answers X-Swr-Expireat: tomorrow (expected X-Swr-Expireat: format date-time)']);
});

test('a credential of another form is not shown', async () => {
  const report = await check((headers) => ({ ...headers, 'x-swr-dockerlogin': 'login S3CR3T-of-somebody' }));
  expect(titles(report)).toEqual([expect.stringMatching(/^must answers X-Swr-Dockerlogin: <removed> \(expected /)]);
  expect(JSON.stringify(report)).not.toContain('S3CR3T');
});
