import { describe, expect, test } from 'vitest';

import type { WireRequest } from '../../../src/contract/run/encode-request.ts';
import { answer, openFake, verify } from '../send-to-fake.ts';

const isNoUtf8 = ({ body }: WireRequest): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return false;
  } catch {
    return true;
  }
};
const holdsNul = ({ body }: WireRequest): boolean =>
  body.includes(0) || new TextDecoder().decode(body).includes('\\u0000');

const refusal = '{"errors":[{"errorCode":"SVCSTG.SWR.4000000","errorMessage":"no","detail":""}]}';
/** What is found on a fake that answers some texts with a status. */
const check = async (isOne: (request: WireRequest) => boolean, status: number) => {
  let count = 0;
  const fake = openFake((request) => {
    if (!isOne(request)) return undefined;
    count += 1;
    return answer(status, status < 500 ? refusal : '');
  });
  const choose = ({ id }: { id: string }): boolean => id.includes('/description/text/');
  const { outcome, findings } = await verify(fake.send, { depth: 'standard', choose });
  return { outcome, found: findings.map(({ level, title }) => `${level} ${title}`), count };
};

describe.each([
  ['NUL', holdsNul],
  ['no UTF-8', isNoUtf8],
])('[D1] a description with %s', (kind, isOne) => {
  test('may be refused', async () => {
    const { outcome, found, count } = await check(isOne, 400);
    expect([outcome, found]).toEqual(['conforms', []]);
    expect(count).toBeGreaterThan(1);
  });

  test('must not make the server fail, which is one finding whatever operations show it', async () => {
    const { found } = await check(isOne, 500);
    expect(found).toEqual([`must answers 500 to description (${kind})`]);
  });
});
