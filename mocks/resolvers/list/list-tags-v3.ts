import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';
import { createMatch } from '../../shown/answer-page.ts';
import { pageAfter } from '../../shown/marked-page.ts';
import { showTag } from '../../shown/representations.ts';
import { byCreation } from '../../shown/shared-with.ts';

/** The images of a repository from a marker on (VT3). */
export const listTagsV3 =
  ({ store }: Fake): Resolver =>
  (call) => {
    const { path, query } = call;
    const isTag = createMatch(call, 'tag');
    const all = store
      .below('tags', [path['namespace'] ?? '', path['repository'] ?? ''])
      .filter(({ tag }) => isTag?.(tag) ?? true)
      .sort(byCreation);
    // A marker is the record's number, in the digits that the page shows.
    const marker = query['marker'] === undefined ? undefined : Number.parseInt(String(query['marker']), 16);
    const { records, last } = pageAfter(call, marker, all);
    const tags = records.map((record) => ({
      ...showTag(store, record),
      ...(query['with_manifest'] === true ? {} : { manifest: '' }),
    }));
    return { body: { tags, nextMarker: last?.toString(16), has_more: last !== undefined } };
  };
