import type { Views } from './behaviour.ts';
import type { RepositoryRow, World } from './world.ts';
import { keyOf } from './world.ts';

const ACCOUNT = 'tester';
const USER = '1b6c0f7a5d3e4c2b9a8f7e6d5c4b3a29';

const paths = (namespace: string, rest: string) => ({
  path: `swr.cn-north-1.myhuaweicloud.com/${namespace}/${rest}`,
  internal_path: `10.125.0.198:20202/${namespace}/${rest}`,
});

const SIZE = 2048;

const tagsOf = ({ namespace, name }: RepositoryRow, world: World): string[] =>
  [...world.tags.values()]
    .filter((row) => row.namespace === namespace && row.repository === name)
    .map(({ tag }) => tag);

/** Rows as the document wants them shown. */
export const conformingViews: Views = {
  namespace: ({ id, name }) => ({ id, name, creator_name: ACCOUNT, auth: 7 }),
  repository: (row, world) => {
    const { id, namespace, name, category, description, is_public, created, updated } = row;
    const images = tagsOf(row, world).length;
    return {
      id,
      ns_id: world.namespaces.get(namespace)?.id ?? 0,
      name,
      category,
      description,
      creator_id: USER,
      creator_name: ACCOUNT,
      size: images * SIZE,
      is_public,
      num_images: images,
      num_download: 0,
      url: '',
      ...paths(namespace, name),
      created,
      updated,
    };
  },
  item: (row, world) => {
    const { namespace, name, category, description, is_public, created, updated } = row;
    const tags = tagsOf(row, world);
    return {
      name,
      category,
      description,
      size: tags.length * SIZE,
      is_public,
      num_images: tags.length,
      num_download: 0,
      created_at: created,
      updated_at: updated,
      url: '',
      ...paths(namespace, name),
      domain_name: ACCOUNT,
      namespace,
      tags,
      status: true,
    };
  },
  tag: ({ id, namespace, repository, tag, created }, world) => ({
    id,
    repo_id: world.repositories.get(keyOf(namespace, repository))?.id ?? 0,
    Tag: tag,
    image_id: 'a'.repeat(64),
    manifest: '{"schemaVersion":2}',
    digest: `sha256:${'b'.repeat(64)}`,
    schema: 2,
    ...paths(namespace, `${repository}:${tag}`),
    size: SIZE,
    is_trusted: false,
    created,
    updated: created,
    deleted: null,
  }),
  sharing: ({ namespace, repository, access_domain, permit, deadline, description, created, updated }) => ({
    namespace,
    repository,
    access_domain,
    permit,
    deadline,
    description,
    creator_id: USER,
    creator_name: ACCOUNT,
    created,
    updated,
    status: deadline === 'forever' || Date.parse(deadline) > Date.now(),
  }),
};
