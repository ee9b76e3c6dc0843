/** The operations of the management API, by the ids of the document. */
export type OperationId =
  | 'createNamespace'
  | 'listNamespaces'
  | 'getNamespace'
  | 'deleteNamespace'
  | 'createRepository'
  | 'listRepositories'
  | 'getRepository'
  | 'updateRepository'
  | 'deleteRepository'
  | 'listTags'
  | 'deleteTag'
  | 'createAccessDomain'
  | 'listAccessDomains'
  | 'getAccessDomain'
  | 'updateAccessDomain'
  | 'deleteAccessDomain'
  | 'listSharedRepositories';

/** What a path is made of. */
export type PathName = 'namespace' | 'repository' | 'tag' | 'access_domain';

/** Where an operation lives and what it reads. */
export interface Operation {
  readonly id: OperationId;
  readonly method: string;
  readonly template: string;
  readonly bodies: readonly BodyFormat[];
  /** Fields of the body, and whether they must be there. */
  readonly fields: Readonly<Record<string, 'required' | 'optional'>>;
  readonly filters: boolean;
}

/** How a body is written. */
export type BodyFormat = 'json' | 'form';

const NAMESPACES = '/v2/manage/namespaces';
const NAMESPACE = `${NAMESPACES}/{namespace}`;
const REPOSITORY = `${NAMESPACE}/repos/{repository}`;
const DOMAINS = `${NAMESPACE}/repositories/{repository}/access-domains`;
const DOMAIN = `${DOMAINS}/{access_domain}`;

const operation = (id: OperationId, method: string, template: string, rest: Partial<Operation> = {}): Operation => ({
  id,
  method,
  template,
  bodies: [],
  fields: {},
  filters: false,
  ...rest,
});

/** All of them, as the document has them. */
export const operations: readonly Operation[] = [
  operation('createNamespace', 'POST', NAMESPACES, { bodies: ['json'], fields: { namespace: 'required' } }),
  operation('listNamespaces', 'GET', NAMESPACES, { filters: true }),
  operation('getNamespace', 'GET', NAMESPACE),
  operation('deleteNamespace', 'DELETE', NAMESPACE),
  operation('createRepository', 'POST', `${NAMESPACE}/repos`, {
    bodies: ['form'],
    fields: { repository: 'required', category: 'optional', description: 'optional', is_public: 'required' },
  }),
  operation('listRepositories', 'GET', '/v2/manage/repos', { filters: true }),
  operation('getRepository', 'GET', REPOSITORY),
  operation('updateRepository', 'PATCH', REPOSITORY, {
    bodies: ['json', 'form'],
    fields: { category: 'optional', description: 'optional', is_public: 'optional' },
  }),
  operation('deleteRepository', 'DELETE', REPOSITORY),
  operation('listTags', 'GET', `${REPOSITORY}/tags`),
  operation('deleteTag', 'DELETE', `${REPOSITORY}/tags/{tag}`),
  operation('createAccessDomain', 'POST', DOMAINS, {
    bodies: ['json'],
    fields: { access_domain: 'required', permit: 'required', deadline: 'required', description: 'optional' },
  }),
  operation('listAccessDomains', 'GET', DOMAINS),
  operation('getAccessDomain', 'GET', DOMAIN),
  operation('updateAccessDomain', 'PATCH', DOMAIN, {
    bodies: ['json'],
    fields: { permit: 'required', deadline: 'required', description: 'optional' },
  }),
  operation('deleteAccessDomain', 'DELETE', DOMAIN),
  operation('listSharedRepositories', 'GET', '/v2/manage/shared-repositories', { filters: true }),
];

const ids: ReadonlyMap<OperationId, Operation> = new Map(operations.map((each) => [each.id, each]));

/** The operation of an id. */
export const operationOf = (id: OperationId): Operation => {
  const found = ids.get(id);
  if (!found) throw new Error(`Failed to find operation ${id}: it is not in the table.`);
  return found;
};

const routes = operations.map((each) => ({
  operation: each,
  pattern: new RegExp(`^${each.template.replaceAll(/\{\w+\}/g, '([^/]*)')}$`),
  names: [...each.template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as PathName),
}));

/** Where a request leads: undefined if no path fits, without operation if no method does. */
export const route = (
  method: string,
  path: string,
): { operation: Operation | undefined; segments: Partial<Record<PathName, string>> } | undefined => {
  const fitting = routes.flatMap((each) => {
    const match = each.pattern.exec(path);
    return match ? [{ ...each, match }] : [];
  });
  const [first] = fitting;
  if (!first) return undefined;
  const chosen = fitting.find((each) => each.operation.method === method);
  const { names, match } = chosen ?? first;
  return {
    operation: chosen?.operation,
    segments: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])),
  };
};
