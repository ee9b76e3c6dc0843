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

/** The value of a parameter, or of a pair of the filter. */
const asked = (path: string, name: string): string | undefined => {
  const query = new URL(path, 'http://fake').searchParams;
  const pairs = new URLSearchParams((query.get('filter') ?? '').replaceAll('::', '=').replaceAll('|', '&'));
  return query.get(name) ?? pairs.get(name) ?? undefined;
};

const without = (path: string, ...names: readonly string[]): string => {
  const url = new URL(path, 'http://fake');
  for (const name of names) url.searchParams.delete(name);
  return url.pathname + url.search;
};

test('[NC3] [S2] errors that are told with a success', async () => {
  const titles = await check(
    '2022-10',
    /^(createNamespace|createRepository|createTrigger)\//,
    () => async (_, pass) => {
      const given = await pass();
      return given.status === 400 ? { ...given, status: 200 } : given;
    },
  );
  expect(titles).toEqual([expect.stringMatching(/^must answers 200 to (bad )?requests.* \(expected 400\)/)]);
});

test('[NC2] an error that is told with a success to a valid request', async () => {
  const titles = await check('2022-10', /Namespace\//, () => ({ method, path, body, credentials }, pass) => {
    const isValid =
      method === 'POST' && path.endsWith('/namespaces') && /^\{"namespace":"[a-z]{9,12}"\}$/.test(textOf(body));
    const error =
      '{"errors":[{"errorCode":"x","errorMessage":"no room","detail":""}],"error_code":"x","error_msg":"no"}';
    return isValid && credentials ? answer(201, error) : pass();
  });
  expect(titles).toContainEqual(
    expect.stringMatching(/^must createNamespace.* with an error|^must answers 201 with an error/),
  );
});

test('[RU3] [RU7] an update that forgets a value, and one that finds what is not there, are two', async () => {
  const titles = await check('2022-10', /updateRepository\//, (fake) => async (request, pass) => {
    if (request.method !== 'PATCH') return pass();
    const text = textOf(request.body)
      .replace(/,?"description":"[^"]*"/, '')
      .replace('{,', '{');
    const given = await pass();
    if (given.status === 404) return answer(201, '{}');
    if (given.status !== 201 || text === '{}') return given;
    return sendTo(fake.backend)({
      ...request,
      body: new TextEncoder().encode(text.replace('}', ',"description":"lost"}')),
    });
  });
  const musts = titles.filter((title) => title.startsWith('must'));
  expect(musts).toContainEqual(expect.stringContaining('for what does not exist'));
  expect(musts).toContainEqual(expect.stringMatching(/after updateRepository, .*description/));
});

test('[RL5] a page beyond the end at which every list fails', async () => {
  const titles = await check('2022-10', /^law\/list|Repositories\//, () => async ({ path, credentials }, pass) => {
    const given = await pass();
    const isBeyond = credentials && Number(asked(path, 'offset') ?? 0) > 0 && given.status === 200;
    return isBeyond ? answer(500, '{"error_code":"x","error_msg":"index out of range"}') : given;
  });
  expect(titles).toEqual([expect.stringMatching(/^must answers 500 to a /)]);
});

test('[LP1@2022-10] [LP2@2022-10] [RL3] limit and offset that nobody checks', async () => {
  const titles = await check('2022-10', /^list\w+\//, (fake) => async (request, pass) => {
    const given = await pass();
    const isOfPage = given.status === 400 && /offset|limit/.test(given.body);
    return isOfPage ? sendTo(fake.backend)({ ...request, path: request.path.split('?')[0] ?? '' }) : given;
  });
  expect(titles.filter((title) => title.startsWith('must'))).toEqual([
    expect.stringMatching(/^must limit, offset.* in \d+ operations, the first of them: accepts /),
  ]);
});

test('[RL5] plain parameters that no list obeys', async () => {
  const titles = await check('2022-10', /^law\/list/, (fake) => (request) => {
    const path = without(request.path, 'name', 'namespace', 'category', 'is_public');
    return request.method === 'GET' ? sendTo(fake.backend)({ ...request, path }) : undefined;
  });
  expect(titles.filter((title) => title.startsWith('must'))).toEqual([
    expect.stringMatching(/^must namespace in 2 operations, the first of them: list\w+ does not obey the filter /),
  ]);
});

test('[NL2] what was deleted stays in a list, and is there twice once it was made again', async () => {
  const titles = await check('2018-12', /^law\/(create|delete)Namespace\//, () => {
    const gone: { readonly name: string }[] = [];
    return async ({ method, path }, pass) => {
      const given = await pass();
      const [, name] = method === 'DELETE' && given.status === 204 ? (/\/namespaces\/([^/]+)$/.exec(path) ?? []) : [];
      if (name !== undefined) gone.push({ ...{ id: gone.length + 1_000_000, creator_name: 'a', auth: 7 }, name });
      const isList = method === 'GET' && given.status === 200 && /\/namespaces(\?|$)/.test(path);
      if (!isList) return given;
      const wanted = asked(path, 'namespace');
      const shown = gone.filter((each) => wanted === undefined || each.name === wanted);
      const { namespaces } = JSON.parse(given.body) as { namespaces: readonly unknown[] };
      return { ...given, body: JSON.stringify({ namespaces: [...namespaces, ...shown] }) };
    };
  });
  expect(titles).toEqual([expect.stringMatching(/^must listNamespaces shows a list .*the deleted record not listed/)]);
});

test('[GD1] [GD4] a deletion that deletes nothing, and says that it did of what is not there, too', async () => {
  const titles = await check(
    '2022-10',
    /Trigger/,
    () =>
      ({ method, path, credentials }, pass) =>
        method === 'DELETE' && credentials && /\/triggers\/\w+$/.test(path) ? answer(204) : pass(),
  );
  expect(titles).toEqual([expect.stringMatching(/^must after deleteTrigger, \w+ answers /)]);
});

test('[D1@2021-09] [GC9] texts at which the reader of all bodies fails', async () => {
  const titles = await check(
    '2022-10',
    /\/text\//,
    () =>
      ({ body }, pass) =>
        textOf(body).includes('\\udcff') ? answer(500, '{"error_code":"x","error_msg":"lone surrogate"}') : pass(),
  );
  expect(titles).toEqual([expect.stringMatching(/^must answers 500 to \w+ \(no UTF-8\)/)]);
});
