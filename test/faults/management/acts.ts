import type { Act, Answer, Behaviour, Call } from './behaviour.ts';
import { grant, refuse } from './behaviour.ts';
import type { OperationId } from './operations.ts';
import type { RepositoryRow, SharingRow, World } from './world.ts';
import { addNamespace, keyOf, removeNamespace, removeRepository } from './world.ts';

const repositoryKey = ({ path }: Call): string => keyOf(path.namespace, path.repository);

const sharingKey = ({ path, body }: Call): string =>
  keyOf(path.namespace, path.repository, path.access_domain ?? String(body['access_domain']));

const needsRepository =
  (act: Act): Act =>
  (call, world, behaviour) =>
    world.repositories.has(repositoryKey(call))
      ? act(call, world, behaviour)
      : refuse(behaviour, 404, call.operation.includes('AccessDomain') ? 'sharing unknown' : 'repository unknown');

const needsSharing =
  (act: Act): Act =>
  (call, world, behaviour) =>
    world.sharings.has(sharingKey(call)) ? act(call, world, behaviour) : refuse(behaviour, 404, 'sharing unknown');

const answerRows = (rows: readonly RepositoryRow[], call: Call, world: World, behaviour: Behaviour): Answer => {
  const fitting = behaviour.order(
    rows.filter((row) => behaviour.fits(row, call.filter, world)),
    world,
  );
  const shown = behaviour.cut(fitting, call.filter);
  const range = behaviour.range(call.filter, shown.length, fitting.length);
  const value = shown.map((row) => ({
    ...behaviour.views.item(row, world),
    ...(call.operation === 'listSharedRepositories' ? { logo: '' } : {}),
  }));
  return { ...grant(200, value), headers: range === undefined ? {} : { 'content-range': range } };
};

const createNamespace: Act = ({ body }, world, behaviour) => {
  const name = String(body['namespace']);
  if (world.namespaces.has(name)) return refuse(behaviour, 409, 'namespace taken');
  addNamespace(world, name);
  return grant(201);
};

const listNamespaces: Act = ({ filter }, world, { views }) => {
  const rows = [...world.namespaces.values()].filter(
    ({ name }) => filter.namespace === undefined || name === filter.namespace,
  );
  return grant(200, { namespaces: rows.map((row) => views.namespace(row, world)) });
};

const getNamespace: Act = ({ path }, world, behaviour) => {
  const row = world.namespaces.get(path.namespace ?? '');
  return row ? grant(200, behaviour.views.namespace(row, world)) : refuse(behaviour, 404, 'namespace unknown');
};

const deleteNamespace: Act = ({ path }, world, behaviour) => {
  const name = path.namespace ?? '';
  if (!world.namespaces.has(name)) return refuse(behaviour, 404, 'namespace unknown');
  removeNamespace(world, name);
  return grant(204);
};

const createRepository: Act = ({ path, body }, world, behaviour) => {
  const namespace = path.namespace ?? '';
  const name = String(body['repository']);
  const key = keyOf(namespace, name);
  if (behaviour.namespaces === 'strict' && !world.namespaces.has(namespace))
    return refuse(behaviour, 404, 'namespace unknown');
  if (world.repositories.has(key)) return refuse(behaviour, 409, 'repository taken');
  if (behaviour.namespaces === 'open') addNamespace(world, namespace);
  const time = behaviour.clock(world);
  world.ids += 1;
  world.repositories.set(key, {
    id: world.ids,
    namespace,
    name,
    category: String(body['category'] ?? ''),
    description: String(body['description'] ?? ''),
    is_public: body['is_public'] === 'true',
    created: time,
    updated: time,
  });
  return grant(201);
};

const listRepositories: Act = (call, world, behaviour) =>
  answerRows(call.filter.center === 'thirdparty' ? [] : [...world.repositories.values()], call, world, behaviour);

const getRepository: Act = (call, world, { views }) => {
  const row = world.repositories.get(repositoryKey(call)) as RepositoryRow;
  return grant(200, views.repository(row, world));
};

const updateRepository: Act = (call, world, { clock }) => {
  const row = world.repositories.get(repositoryKey(call)) as RepositoryRow;
  const { category, description, is_public } = call.body;
  if (category !== undefined) row.category = String(category);
  if (description !== undefined) row.description = String(description);
  if (is_public !== undefined) row.is_public = is_public === true;
  row.updated = clock(world);
  return grant(201);
};

const deleteRepository: Act = (call, world, behaviour) => {
  const key = repositoryKey(call);
  if ([...world.tags.keys()].some((each) => each.startsWith(`${key}/`))) return refuse(behaviour, 406, 'holds images');
  removeRepository(world, key);
  return grant(204);
};

const listTags: Act = (call, world, { views }) => {
  const rows = [...world.tags].filter(([key]) => key.startsWith(`${repositoryKey(call)}/`)).map(([, row]) => row);
  return grant(
    200,
    rows.map((row) => views.tag(row, world)),
  );
};

const deleteTag: Act = (call, world, behaviour) =>
  world.tags.delete(keyOf(repositoryKey(call), call.path.tag)) ? grant(204) : refuse(behaviour, 404, 'tag unknown');

const createAccessDomain: Act = (call, world, behaviour) => {
  const key = sharingKey(call);
  if (world.sharings.has(key)) return refuse(behaviour, 409, 'shared already');
  const { path, body } = call;
  const time = behaviour.clock(world);
  world.sharings.set(key, {
    namespace: path.namespace ?? '',
    repository: path.repository ?? '',
    access_domain: String(body['access_domain']),
    permit: String(body['permit']),
    deadline: String(body['deadline']),
    description: String(body['description'] ?? ''),
    created: time,
    updated: time,
  });
  return grant(201);
};

const listAccessDomains: Act = (call, world, { views }) => {
  const rows = [...world.sharings].filter(([key]) => key.startsWith(`${repositoryKey(call)}/`)).map(([, row]) => row);
  return grant(
    200,
    rows.map((row) => views.sharing(row, world)),
  );
};

const getAccessDomain: Act = (call, world) => grant(200, { exist: world.sharings.has(sharingKey(call)) });

const updateAccessDomain: Act = (call, world, { clock }) => {
  const row = world.sharings.get(sharingKey(call)) as SharingRow;
  const { permit, deadline, description } = call.body;
  row.permit = String(permit);
  row.deadline = String(deadline);
  if (description !== undefined) row.description = String(description);
  row.updated = clock(world);
  return grant(201);
};

const deleteAccessDomain: Act = (call, world) => {
  world.sharings.delete(sharingKey(call));
  return grant(204);
};

// Each once, in the order of their first sharing.
const listSharedRepositories: Act = (call, world, behaviour) => {
  const keys = new Set([...world.sharings.values()].map(({ namespace, repository }) => keyOf(namespace, repository)));
  const rows = [...keys].flatMap((key) => world.repositories.get(key) ?? []);
  return answerRows(call.filter.center === 'thirdparty' ? [] : rows, call, world, behaviour);
};

/** What every operation does. */
export const conformingActs: Readonly<Record<OperationId, Act>> = {
  createNamespace,
  listNamespaces,
  getNamespace,
  deleteNamespace,
  createRepository,
  listRepositories,
  getRepository: needsRepository(getRepository),
  updateRepository: needsRepository(updateRepository),
  deleteRepository: needsRepository(deleteRepository),
  listTags: needsRepository(listTags),
  deleteTag: needsRepository(deleteTag),
  createAccessDomain: needsRepository(createAccessDomain),
  listAccessDomains: needsRepository(listAccessDomains),
  getAccessDomain: needsRepository(getAccessDomain),
  updateAccessDomain: needsRepository(needsSharing(updateAccessDomain)),
  deleteAccessDomain: needsRepository(needsSharing(deleteAccessDomain)),
  listSharedRepositories,
};
