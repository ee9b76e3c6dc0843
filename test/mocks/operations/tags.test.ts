import { beforeEach, describe, expect, it } from 'vitest';

import { type Call, GROUP, openEdition } from './open-edition.ts';

const TAGS = '/v2/manage/namespaces/group/repos/busybox/tags';

let call: Call;
beforeEach(async () => {
  call = await openEdition('2025-10', GROUP);
});

const imageOf = async (tag: string): Promise<object> => {
  const { body } = await call('GET', `${TAGS}/${tag}`);
  const { digest, image_id, size } = body as Record<string, unknown>;
  return { digest, image_id, size };
};

describe('createTag', () => {
  it('[TC4] makes a tag that is the same image', async () => {
    const answer = await call('POST', TAGS, { source_tag: '1.29', destination_tag: 'latest' });
    expect(answer).toMatchObject({ status: 201, body: {} });
    expect(await imageOf('latest')).toEqual(await imageOf('1.29'));
    const { body } = await call('GET', TAGS);
    expect((body as { Tag: string }[]).map(({ Tag }) => Tag)).toEqual(['1.28', '1.29', 'latest']);
  });

  it.each([undefined, false])('[TC8] refuses a name that is taken, override being %s', async (override) => {
    const before = await imageOf('1.28');
    const answer = await call('POST', TAGS, { source_tag: '1.29', destination_tag: '1.28', override });
    expect(answer).toMatchObject({ status: 409, code: '4090006', clause: 'TC8' });
    expect(JSON.stringify(answer.body)).toContain('group/busybox/1.28 must not exist in the repository yet');
    expect(await imageOf('1.28')).toEqual(before);
  });

  it('[TC3] [TC4] replaces a tag where that is wanted', async () => {
    const before = await call('GET', `${TAGS}/1.28`);
    const answer = await call('POST', TAGS, { source_tag: '1.29', destination_tag: '1.28', override: true });
    expect(answer.status).toBe(201);
    expect(await imageOf('1.28')).toEqual(await imageOf('1.29'));
    const { id, created, updated } = before.body as Record<string, string>;
    const { body } = await call('GET', `${TAGS}/1.28`);
    expect(body).toMatchObject({ id, created });
    expect((body as { updated: string }).updated > String(updated)).toBe(true);
  });

  it('[TC7] wants a repository and a source that exist', async () => {
    const sent = { source_tag: 'none', destination_tag: 'latest' };
    expect(await call('POST', TAGS, sent)).toMatchObject({ status: 404, code: '4040048', clause: 'TC7' });
    const elsewhere = TAGS.replace('busybox', 'none');
    expect(await call('POST', elsewhere, sent)).toMatchObject({ status: 404, code: '4040010', clause: 'TC7' });
  });

  it.each<[title: string, body: object, clause: string, code: string]>([
    ['[TC1] no source', { destination_tag: 'a' }, 'TC1', '4001014'],
    ['[TC1] an empty source', { source_tag: '', destination_tag: 'a' }, 'TC1', '4000016'],
    ['[TC2] no name', { source_tag: '1.29' }, 'TC2', '4001014'],
    ['[TC2] a name that is no text', { source_tag: '1.29', destination_tag: 7 }, 'TC2', '4000016'],
    ['[T2] a name that is none', { source_tag: '1.29', destination_tag: '-a' }, 'T2', '4000016'],
    ['[TC3] override as a text', { source_tag: '1.29', destination_tag: 'a', override: 'true' }, 'TC3', '4000014'],
  ])('[TC5] %s is refused', async (_title, body, clause, code) => {
    expect(await call('POST', TAGS, body)).toMatchObject({ status: 400, clause, code });
  });
});

describe('getTag', () => {
  it('[TG1] shows a tag, its name in small letters', async () => {
    const { status, body } = await call('GET', `${TAGS}/1.29`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ tag: '1.29', repo_id: 1, deleted: null, scanned: false, tag_type: 0 });
    expect(body).not.toHaveProperty('Tag');
  });

  it('[TG4] wants a tag that exists', async () => {
    expect(await call('GET', `${TAGS}/none`)).toMatchObject({ status: 404, code: '4040048', clause: 'TG4' });
  });

  it('[TG2] looks at the name', async () => {
    expect(await call('GET', `${TAGS}/-a`)).toMatchObject({ status: 400, clause: 'T2' });
  });
});

it('[TC6] [TG3] both want credentials', async () => {
  expect(await call('POST', TAGS, { source_tag: '1.29', destination_tag: 'a' }, '')).toMatchObject({ status: 401 });
  expect(await call('GET', `${TAGS}/1.29`, undefined, '')).toMatchObject({ status: 401 });
});
