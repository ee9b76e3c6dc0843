import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';
import { answerPage, createMatch, cutPage, filterOf, inOrder } from '../../shown/answer-page.ts';
import { ORDERS_OF_TAGS, showTag } from '../../shown/representations.ts';

/** The images of a repository (TL1). */
export const listTags =
  ({ store }: Fake): Resolver =>
  (call) => {
    const filter = filterOf(call);
    const isTag = createMatch(call, 'tag');
    const records = store
      .below('tags', [call.path['namespace'] ?? '', call.path['repository'] ?? ''])
      .filter(({ tag }) => isTag?.(tag) ?? true);
    const ordered = inOrder(filter, ORDERS_OF_TAGS, records);
    return answerPage(call, filter, cutPage(call, filter, ordered), (record) => showTag(store, record));
  };
