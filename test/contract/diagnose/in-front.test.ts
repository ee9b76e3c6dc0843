import { describe, expect, test } from 'vitest';

import type { Finding } from '../../../src/contract/diagnose/finding.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { loadEdition } from '../../load-edition.ts';
import { answer, type Front, openFake, verify } from '../send-to-fake.ts';

const told = ({ level, operation, clause, title }: Finding): string => `${level} ${operation} ${clause} ${title}`;

const page = (status: number) => answer(status, `<html><h1>${status}</h1></html>`, { 'content-type': 'text/html' });

const titlesBehind = async (front: Front, about: RegExp, document?: Document): Promise<string[]> => {
  const choose = ({ id }: { id: string }): boolean => about.test(id);
  const own = document ? { document } : {};
  return (await verify(openFake(front, own).send, { depth: 'standard', choose, ...own })).findings.map(told);
};

describe('what stands before a server refuses', () => {
  test('texts that look like an attack, in whatever value: a finding for each, and one for the number', async () => {
    const firewall: Front = (request) => {
      const sent = decodeURIComponent(request.path.replace(/%(?![0-9A-F]{2})/gi, '%25').replace(/%[89A-F].*/i, ''));
      return /[<']/.test(sent + new TextDecoder().decode(request.body)) ? page(403) : undefined;
    };
    const titles = await titlesBehind(firewall, /^(create|update|list)/);
    expect(titles.filter((title) => title.includes('"<"'))).toHaveLength(1);
    expect(titles.filter((title) => title.includes('"\'"'))).toHaveLength(1);
    expect(titles.length).toBeLessThanOrEqual(3);
  });

  test('long paths, with a limit of its own: one finding, whatever makes them long', async () => {
    const titles = await titlesBehind(
      ({ path }) => (path.length > 280 ? page(414) : undefined),
      /^list(Repo|Shared)/,
      loadEdition('2022-10'),
    );
    expect(titles).toEqual([expect.stringMatching(/characters or more; it takes \d+ \(414\)$/)]);
  });

  test('large bodies: one finding', async () => {
    const titles = await titlesBehind(({ body }) => (body.length > 900 ? page(413) : undefined), /description/);
    expect(titles).toEqual([expect.stringMatching(/characters or more; it takes \d+ \(413\)$/)]);
  });

  test('records that are there, at random: one finding, whatever is asked', async () => {
    let count = 0;
    const forgetful: Front = ({ path }) => {
      count += 1;
      const isLost = count % 7 === 0 && /\/(repos|repositories)\//.test(path);
      return isLost ? answer(404, '{"error_code":"SVCSTG.SWR.4040010","error_msg":"gone"}') : undefined;
    };
    const titles = await titlesBehind(forgetful, /^law\//);
    expect(titles.filter((title) => title.includes('once'))).toEqual([
      expect.stringMatching(
        /^must .* \d+ kinds of answers are wrong now and then, the first of them: answered 404 once/,
      ),
    ]);
  });

  test('now and then, with a failure of its own: one finding, whatever is asked', async () => {
    let count = 0;
    const gateway: Front = ({ method }) => {
      count += method === 'GET' ? 1 : 0;
      return method === 'GET' && count % 60 === 0 ? page(502) : undefined;
    };
    expect(await titlesBehind(gateway, /^law\//)).toEqual([expect.stringContaining('answered 502 once')]);
  });
});
