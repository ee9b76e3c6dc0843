import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { validator } from 'hono/validator';
import { CATEGORIES, NAME, type Repository, showRepository } from './repository.ts';

/** A service as Hono and its adapter for Node are shown in their documentation: create and read. */
export const startHono = (port: number, faults: readonly string[] = []): Promise<ServerType> => {
  const app = new Hono();
  const repositories = new Map<string, Repository>();
  let lastId = 0;
  const refuse = (message: string): never => {
    throw new HTTPException(400, { message });
  };

  app.use(async (c, next) => {
    if (!c.req.header('Authorization') && !c.req.header('X-Auth-Token'))
      throw new HTTPException(401, { message: 'Credentials are missing' });
    await next();
  });

  app.onError((error, c) =>
    error instanceof HTTPException
      ? c.json({ message: error.message }, error.status)
      : c.json({ message: 'Failed' }, 500),
  );

  const form = validator('form', ({ repository, category, description, is_public }) => {
    if (typeof repository !== 'string' || repository.length > 128 || !NAME.test(repository))
      return refuse('Bad repository name');
    if (category !== undefined && !(typeof category === 'string' && CATEGORIES.includes(category)))
      return refuse('Bad category');
    if (typeof description !== 'string' && (description !== undefined || faults.includes('description wanted')))
      return refuse('Bad description');
    if (is_public !== 'true' && is_public !== 'false') return refuse('Bad is_public');
    return { repository, category: category ?? '', description: description ?? '', is_public: is_public === 'true' };
  });

  app.post('/v2/manage/namespaces/:namespace/repos', form, (c) => {
    const namespace = c.req.param('namespace');
    if (namespace.length > 64 || !NAME.test(namespace)) return refuse('Bad namespace');
    const { repository, ...values } = c.req.valid('form');
    const key = `${namespace}/${repository}`;
    if (repositories.has(key))
      throw new HTTPException(faults.includes('400 for 409') ? 400 : 409, { message: 'The repository exists' });
    lastId += 1;
    repositories.set(key, { id: lastId, namespace, name: repository, ...values, created: new Date().toISOString() });
    return c.body(null, 201);
  });

  app.get('/v2/manage/namespaces/:namespace/repos/:repository', (c) => {
    const found = repositories.get(`${c.req.param('namespace')}/${c.req.param('repository')}`);
    if (!found) throw new HTTPException(404, { message: 'No such repository' });
    const { is_public, ...shown } = showRepository(found);
    return c.json({ ...shown, is_public: faults.includes('truth as text') ? String(is_public) : is_public });
  });

  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => resolve(server));
  });
};
