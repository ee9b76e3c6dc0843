import { expect, test } from 'vitest';

import { loadEdition } from '../../load-edition.ts';
import { type Front, openFake, verify } from '../send-to-fake.ts';

const document = await loadEdition('2022-10');

/** What is found, *must* alone, where answers are changed. */
const findingsOf = async (about: RegExp, change: (method: string, path: string, body: string) => string) => {
  const front: Front = async ({ method, path }, pass) => {
    const given = await pass();
    return given.status < 300 ? { ...given, body: change(method, path, given.body) } : given;
  };
  const choose = ({ operation }: { operation: string }): boolean => about.test(operation);
  const report = await verify(openFake(front, { document }).send, { document, depth: 'standard', choose });
  return report.findings.filter(({ level }) => level === 'must').map(({ clause, title }) => `${clause} ${title}`);
};

test('[HG1] a list that a record holds is one of its values', async () => {
  const found = await findingsOf(/Retention/, (method, path, body) =>
    method === 'GET' && /\/retentions\/\d+$/.test(path)
      ? JSON.stringify({ ...(JSON.parse(body) as object), rules: [] })
      : body,
  );
  expect(found).toEqual([expect.stringMatching(/^HG1 getRetention shows rules \[\] \(expected rules \[\{"template"/)]);
});

test('[GG1] values that are taken for one another', async () => {
  const found = await findingsOf(/Trigger/, (method, path, body) => {
    if (method !== 'GET' || !/\/triggers\/\w+$/.test(path)) return body;
    const trigger = JSON.parse(body) as Record<string, unknown>;
    return JSON.stringify({ ...trigger, application: trigger['cluster_ns'], cluster_ns: trigger['application'] });
  });
  expect(found).toEqual([
    expect.stringMatching(/^GG1 getTrigger shows application "\S+" \(expected application "\S+"\)/),
  ]);
});
