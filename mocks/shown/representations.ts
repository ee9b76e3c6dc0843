import { readDateTime } from '../../src/openapi/schemas/formats.ts';
import type { Store } from '../../src/store/create-store.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';
import { domainId, userId } from './accounts.ts';
import type { Orders } from './answer-page.ts';
import { authOf, permissionsFor } from './permissions.ts';

/** Where images are pulled from. */
export const REGISTRY = 'swr.cn-north-1.myhuaweicloud.com';
const INTERNAL_REGISTRY = '10.125.0.198:20202';

// Records are described with all that any edition shows; the engine keeps what the document names.

/** A namespace as `getNamespace` and `listNamespaces` show it to an account. */
export const showNamespace = (store: Store, { id, name, owner }: StoredRecord, account: string): unknown => {
  const permissions = permissionsFor(store, 'namespace_permissions', [String(name)]);
  return {
    id,
    name,
    creator_name: owner,
    auth: authOf(owner, permissions, account),
    access_user_count: 1 + permissions.length,
    repo_count: store.countBelow('repositories', [String(name)]),
  };
};

const showImages = (store: Store, { namespace, name }: StoredRecord) => {
  const tags = store.below('tags', [String(namespace), String(name)]);
  return {
    tags: tags.map(({ tag }) => String(tag)),
    size: tags.reduce((sum, { size }) => sum + Number(size), 0),
  };
};

/** A repository as `getRepository` shows it. */
export const showRepository = (store: Store, record: StoredRecord): unknown => {
  const { id, namespace, name, owner, creator = owner } = record;
  const { tags, size } = showImages(store, record);
  return {
    id,
    ns_id: store.find('namespaces', [String(namespace)])?.['id'] ?? 0,
    name,
    category: record['category'] ?? '',
    description: record['description'] ?? '',
    creator_id: userId(creator),
    creator_name: creator,
    size,
    is_public: record['is_public'],
    num_images: tags.length,
    num_download: 0,
    url: '',
    path: `${REGISTRY}/${namespace}/${name}`,
    internal_path: `${INTERNAL_REGISTRY}/${namespace}/${name}`,
    created: record['created_at'],
    updated: record['updated_at'],
    domain_id: domainId(owner),
    priority: 0,
  };
};

interface Listed {
  /** How many records the whole list has. */
  readonly total: number;
  /** Whether it can be used; false where its sharing has ended. Default: true. */
  readonly isUsable?: boolean | undefined;
}

/** By what lists of repositories can be ordered. */
export const ordersOfRepositories = (store: Store): Orders => ({
  name: ({ name }) => String(name),
  namespace: ({ namespace }) => String(namespace),
  domain_name: ({ owner }) => String(owner),
  is_public: (record) => record['is_public'] === true,
  updated_time: (record) => String(record['updated_at']),
  updated_at: (record) => String(record['updated_at']),
  tag_count: ({ namespace, name }) => store.countBelow('tags', [String(namespace), String(name)]),
});

/** By what lists of tags can be ordered. */
export const ORDERS_OF_TAGS: Orders = {
  tag: ({ tag }) => String(tag),
  updated_at: (record) => String(record['updated_at']),
};

/** A repository as lists show it. */
export const showRepositoryItem = (store: Store, record: StoredRecord, { total, isUsable: status = true }: Listed) => {
  const { namespace, name } = record;
  const { tags, size } = showImages(store, record);
  return {
    name,
    category: record['category'] ?? '',
    description: record['description'] ?? '',
    size,
    is_public: record['is_public'],
    num_images: tags.length,
    num_download: 0,
    created_at: record['created_at'],
    updated_at: record['updated_at'],
    url: '',
    path: `${REGISTRY}/${namespace}/${name}`,
    internal_path: `${INTERNAL_REGISTRY}/${namespace}/${name}`,
    domain_name: record['owner'],
    namespace,
    tags,
    status,
    logo: '',
    total_range: total,
  };
};

/** A repository as the lists that are read by markers show it. */
export const showRepositoryV3 = (store: Store, record: StoredRecord, isUsable?: boolean) => ({
  ...showRepositoryItem(store, record, { total: 0, isUsable }),
  id: record['id'],
  namespace_name: record['namespace'],
});

/** An image as lists and `getTag` show it. */
export const showTag = (store: Store, record: StoredRecord) => {
  const { namespace, repository, tag, digest, image_id, schema, size } = record;
  const path = `${namespace}/${repository}:${tag}`;
  return {
    id: record['id'],
    repo_id: store.find('repositories', [String(namespace), String(repository)])?.['id'] ?? 0,
    Tag: tag,
    tag,
    image_id,
    manifest: JSON.stringify({
      schemaVersion: schema,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', size, digest: `sha256:${image_id}` },
    }),
    digest,
    schema,
    path: `${REGISTRY}/${path}`,
    internal_path: `${INTERNAL_REGISTRY}/${path}`,
    size,
    is_trusted: record['is_trusted'],
    created: record['created_at'],
    updated: record['updated_at'],
    deleted: null,
    domain_id: domainId(record['owner']),
    scanned: false,
    tag_type: 0,
  };
};

/** The sharing of a repository with an account, as `listAccessDomains` shows it. */
export const showAccessDomain = (record: StoredRecord, now: string) => {
  const { namespace, repository, access_domain, permit, deadline, creator = record['owner'] } = record;
  return {
    namespace,
    repository,
    access_domain,
    permit,
    deadline,
    description: record['description'] ?? '',
    creator_id: userId(creator),
    creator_name: creator,
    created: record['created_at'],
    updated: record['updated_at'],
    status: isValidAt(record, now),
  };
};

/** Whether a sharing has not ended. */
export const isValidAt = ({ deadline }: StoredRecord, now: string): boolean =>
  deadline === 'forever' || (readDateTime(String(deadline)) ?? 0) > Date.parse(now);
