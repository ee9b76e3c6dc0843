import { describe, expect, it } from 'vitest';
import { listCases } from '../../../src/contract/laws/list-cases.ts';
import { listProbes, readCandidate } from '../../../src/identify/probes/probe.ts';
import { resolveEdition } from '../../load-edition.ts';
import { GROUP, openEdition } from './open-edition.ts';

const call = await openEdition('2025-10', GROUP);
const REPOSITORY = '/v2/manage/namespaces/group/repos/busybox';

describe('the agency', () => {
  const agency = (method: string, token?: string) => call(method, '/v2/manage/agency', undefined, token);

  it('[YG1] [YN1] [YN3] is given once by each account, and shown to it only', async () => {
    const isGiven = async (token?: string) => ((await agency('GET', token)).body as { is_agency: boolean }).is_agency;
    expect((await agency('GET')).body).toEqual({
      domain_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      is_agency: false,
    });
    expect(await agency('POST')).toMatchObject({ status: 204, body: undefined });
    expect(await agency('POST')).toMatchObject({ status: 409, code: '4090089', clause: 'YN3' });
    expect([await isGiven(), await isGiven('partner-token')]).toEqual([true, false]);
    expect((await agency('POST', 'partner-token')).status).toBe(204);
  });

  it('[YG2] [YN2] wants credentials', async () => {
    expect([(await agency('GET', '')).status, (await agency('POST', '')).status]).toEqual([401, 401]);
  });
});

it('[YR1] [YR3] the regions are listed', async () => {
  expect(await call('GET', '/v2/manage/regions')).toMatchObject({ status: 200, body: [{ regionID: 'cn-north-1' }] });
  expect((await call('GET', '/v2/manage/regions', undefined, '')).status).toBe(401);
});

describe('signatures', () => {
  it.each([
    ['TR', 'references', { tags: [], has_more: false }],
    ['TA', 'accessories', { accessories: null, has_more: false }],
  ])('[%s1] [%s2] [%s3] [%s4] [%s6] there are none in a repository that exists', async (ids, list, body) => {
    const at = (query: string, token?: string, place = REPOSITORY) =>
      call('GET', `${place}/latest/${list}${query}`, undefined, token);
    expect(await at('?limit=10&marker=Mjk3ODcwOjA=')).toMatchObject({ status: 200, body });
    expect(await at('?limit=0')).toMatchObject({ status: 400, code: '4000056', clause: `${ids}1` });
    expect((await at('', '')).status).toBe(401);
    expect(await at('', 'test', REPOSITORY.replace('busybox', 'nothing'))).toMatchObject({
      status: 404,
      code: '4040010',
      clause: `${ids}6`,
    });
  });
});

it('what nothing undoes is sent neither to verify nor to identify a server', () => {
  const document = resolveEdition('2025-10');
  const isLasting = ({ requests }: { readonly requests: readonly { readonly model: string }[] }): boolean =>
    requests.some(({ model }) => model === 'createAgency');
  expect(listCases(document, { depth: 'exhaustive' }).filter(({ steps }) => steps.some(isLasting))).toEqual([]);
  const probes = listProbes([readCandidate({ name: '2025-10', document })]);
  expect(probes.filter(({ tested }) => tested.steps.some(isLasting))).toEqual([]);
  expect(probes.some(({ step }) => step.model.key === 'getAgency')).toBe(true);
});
