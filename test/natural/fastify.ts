import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import { CATEGORIES, type Repository, showRepository } from './repository.ts';

interface Form {
  repository: string;
  category?: string;
  description?: string;
  is_public: string;
}

/** A service as Fastify 5 and @fastify/multipart are shown in their documentation: create and read. */
export const startFastify = async (port: number, faults: readonly string[] = []): Promise<FastifyInstance> => {
  // By default its router finds no name of more than 100 characters.
  const app = fastify(faults.includes('usual routes') ? {} : { routerOptions: { maxParamLength: 128 } });
  const repositories = new Map<string, Repository>();
  let lastId = 0;
  const end = faults.includes('separator last') ? '[_-]?$' : '$';
  const pattern = `^[a-z](?:[a-z0-9]|__?(?=[a-z0-9])|-+(?=[a-z0-9]))*`;
  const namespaceName = { type: 'string', maxLength: 64, pattern: `${pattern}$` };
  const repositoryName = { type: 'string', maxLength: 128, pattern: `${pattern}${end}` };

  await app.register(multipart, { attachFieldsToBody: 'keyValues' });

  app.addHook('onRequest', async (request, reply) => {
    if (!request.headers.authorization && !request.headers['x-auth-token'])
      return reply.code(401).send({ message: 'Credentials are missing' });
  });

  app.post<{ Params: { namespace: string }; Body: Form }>(
    '/v2/manage/namespaces/:namespace/repos',
    {
      schema: {
        params: { type: 'object', properties: { namespace: namespaceName } },
        body: {
          type: 'object',
          required: ['repository', 'is_public'],
          properties: {
            repository: repositoryName,
            category: { type: 'string', enum: CATEGORIES },
            description: { type: 'string' },
            is_public: faults.includes('any truth') ? { type: 'string' } : { type: 'string', enum: ['true', 'false'] },
          },
        },
      },
    },
    async (request, reply) => {
      const { repository: name, category = '', description = '', is_public } = request.body;
      const { namespace } = request.params;
      const key = `${namespace}/${name}`;
      if (repositories.has(key)) return reply.code(409).send({ message: 'The repository exists' });
      lastId += 1;
      repositories.set(key, {
        id: lastId,
        namespace,
        name,
        category,
        description,
        is_public: is_public === 'true',
        created: new Date().toISOString(),
      });
      return reply.code(201).send();
    },
  );

  app.get<{ Params: { namespace: string; repository: string } }>(
    '/v2/manage/namespaces/:namespace/repos/:repository',
    { schema: { params: { type: 'object', properties: { namespace: namespaceName, repository: repositoryName } } } },
    async (request, reply) => {
      const path = `${request.params.namespace}/${request.params.repository}`;
      const found = repositories.get(path);
      if (!found) return reply.code(faults.includes('500 for 404') ? 500 : 404).send({ message: 'No such repository' });
      return showRepository(found);
    },
  );

  await app.listen({ port, host: '127.0.0.1' });
  return app;
};
