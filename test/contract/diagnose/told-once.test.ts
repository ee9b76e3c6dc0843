import { expect, test } from 'vitest';

import { loadEdition, resolveEdition } from '../../load-edition.ts';
import { answer, type Fake, type Front, openFake, sendTo, verify } from '../send-to-fake.ts';

/** The titles of what is found on a fake of an edition behind something. */
const check = async (edition: string, about: RegExp, front: (fake: Fake) => Front): Promise<string[]> => {
  const fake: Fake = openFake((...args) => own(...args), { document: resolveEdition(edition) });
  const own = front(fake);
  const choose = ({ id }: { id: string }): boolean => about.test(id);
  const { findings } = await verify(fake.send, { document: loadEdition(edition), depth: 'standard', choose });
  return findings.map(({ level, title }) => `${level} ${title}`);
};
const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

test('what is deleted without credentials, and what is looked for without, for there is none', async () => {
  const titles = await check('2022-10', /\/credentials\//, (fake) => (request, pass) => {
    const isOpen = request.method === 'DELETE' && !request.credentials;
    return isOpen ? sendTo(fake.backend)({ ...request, credentials: true }) : pass();
  });
  expect(titles).toEqual([expect.stringMatching(/^must accepts a request without credentials/)]);
});

test('names that are taken for one another, in three ways and more', async () => {
  const taken = new Map<string, string>();
  const titles = await check('2022-10', /^law\/createNamespace\//, () => async ({ method, path, body }, pass) => {
    const name = /"namespace":"([^"]*)"/.exec(textOf(body))?.[1];
    const isCreation = method === 'POST' && path.endsWith('/namespaces') && name !== undefined;
    const plain = name?.replace(/[-_.]+/g, '-') ?? '';
    if (isCreation && (taken.get(plain) ?? name) !== name) return answer(409, '{"error_code":"x","error_msg":"there"}');
    if (isCreation) taken.set(plain, name);
    if (method === 'DELETE') for (const [key, each] of taken) if (path.endsWith(`/${each}`)) taken.delete(key);
    return pass();
  });
  expect(titles).toEqual([expect.stringMatching(/^must createNamespace takes another key for one that exists/)]);
});

test('[R3@2019-12] digits that no name may begin with', async () => {
  const titles = await check('2019-12', /^createRepository\/repository\//, () => ({ body }, pass) => {
    const isRefused = /name="repository"\r\n\r\n\d/.test(textOf(body));
    return isRefused ? answer(400, '{"errors":[{"errorCode":"x","errorMessage":"no","detail":""}]}') : pass();
  });
  expect(titles).toEqual([expect.stringMatching(/^must refuses repository "\d/)]);
});
