import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';

/** What makes two tags the same image. */
const IMAGE = ['image_id', 'digest', 'size', 'schema', 'is_trusted'];

/** Gives an image another tag (TC4); one of this name is replaced, if the engine let it pass (TC8, TC3). */
export const createTag =
  ({ store, timestamp }: Fake): Resolver =>
  ({ path, body }) => {
    const { namespace = '', repository = '' } = path;
    const source = store.find('tags', [namespace, repository, String(body['source_tag'])]) ?? {};
    const image = Object.fromEntries(IMAGE.map((property) => [property, source[property]]));
    const tag = String(body['destination_tag']);
    const before = store.find('tags', [namespace, repository, tag]);
    if (before)
      store.update('tags', [namespace, repository, tag], { ...image, updated_at: timestamp(before['updated_at']) });
    else store.insert('tags', { namespace, repository, tag, ...image });
    return {};
  };
