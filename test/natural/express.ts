import type { Server } from 'node:http';
import express, { type ErrorRequestHandler } from 'express';
import multer from 'multer';
import { CATEGORIES, NAME, type Repository, showRepository } from './repository.ts';

/** A service as Express 5 and multer are shown in their documentation: create, read, list and delete. */
export const startExpress = (port: number, faults: readonly string[] = []): Promise<Server> => {
  const app = express();
  const upload = multer();
  const repositories = new Map<string, Repository>();
  let lastId = 0;
  const longest = faults.includes('long names') ? 255 : 128;
  const categories = faults.includes('no arms') ? CATEGORIES.slice(0, -1) : CATEGORIES;

  const isNamespace = (name: string): boolean => name.length <= 64 && NAME.test(name);
  const isRepository = (name: unknown): name is string =>
    typeof name === 'string' && name.length <= longest && NAME.test(name);

  app.use((req, res, next) => {
    if (req.get('Authorization') || req.get('X-Auth-Token')) next();
    else res.status(401).json({ error: 'Credentials are missing' });
  });

  app.post('/v2/manage/namespaces/:namespace/repos', upload.none(), (req, res) => {
    const namespace = String(req.params['namespace']);
    const { repository, category, description = '', is_public } = req.body ?? {};
    if (!isNamespace(namespace)) return res.status(400).json({ error: 'Bad namespace' });
    if (!isRepository(repository)) return res.status(400).json({ error: 'Bad repository name' });
    if (category !== undefined && !categories.includes(category))
      return res.status(400).json({ error: 'Bad category' });
    if (typeof description !== 'string') return res.status(400).json({ error: 'Bad description' });
    if (is_public !== 'true' && is_public !== 'false') return res.status(400).json({ error: 'Bad is_public' });
    const key = `${namespace}/${repository}`;
    if (repositories.has(key)) return res.status(409).json({ error: 'The repository exists' });
    lastId += 1;
    repositories.set(key, {
      id: lastId,
      namespace,
      name: repository,
      category: category ?? '',
      description,
      is_public: is_public === 'true',
      created: new Date().toISOString(),
    });
    return res.status(201).end();
  });

  app.get('/v2/manage/repos', (req, res) => {
    const pairs = String(req.query['filter'] ?? '')
      .split('|')
      .map((pair) => pair.split('::'));
    if (pairs.some((pair) => pair.length !== 2)) return res.status(400).json({ error: 'Bad filter' });
    const filter = Object.fromEntries(pairs) as Record<string, string>;
    if (!['self', 'thirdparty'].includes(filter['center'] ?? 'self'))
      return res.status(400).json({ error: 'Bad center' });
    const { namespace, name, category, offset, limit } = filter;
    if ((offset === undefined) !== (limit === undefined)) return res.status(400).json({ error: 'Bad page' });
    if (offset !== undefined && !(/^\d+$/.test(offset) && /^[1-9]\d*$/.test(limit ?? '')))
      return res.status(400).json({ error: 'Bad page' });
    const found = [...repositories.values()].filter(
      (each) =>
        filter['center'] !== 'thirdparty' &&
        (namespace === undefined || each.namespace === namespace) &&
        (name === undefined || each.name === name) &&
        (category === undefined || each.category === category),
    );
    const first = Number(offset ?? 0);
    const page = found.slice(first, limit === undefined ? undefined : first + Number(limit));
    if (limit !== undefined) res.set('Content-Range', `${first}-${page.length}/${found.length}`);
    return res.json(
      page.map(({ id: _, created, ...repository }) => ({
        ...repository,
        size: 0,
        num_images: 0,
        num_download: 0,
        created_at: created,
        updated_at: created,
        url: '',
        path: `registry.example.com/${repository.namespace}/${repository.name}`,
        internal_path: `10.0.0.1:20202/${repository.namespace}/${repository.name}`,
        domain_name: 'demo',
        tags: [],
        status: true,
      })),
    );
  });

  app
    .route('/v2/manage/namespaces/:namespace/repos/:repository')
    .all((req, res, next) => {
      if (isNamespace(req.params.namespace) && isRepository(req.params.repository)) next();
      else res.status(400).json({ error: 'Bad name' });
    })
    .get((req, res) => {
      const repository = repositories.get(`${req.params.namespace}/${req.params.repository}`);
      if (!repository) return res.status(404).json({ error: 'No such repository' });
      return res.json(showRepository(repository));
    })
    .delete((req, res) => {
      if (!repositories.delete(`${req.params.namespace}/${req.params.repository}`))
        return res.status(404).json({ error: 'No such repository' });
      return faults.includes('200 for 204') ? res.json({}) : res.status(204).end();
    });

  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    res.status(error instanceof multer.MulterError || error.status < 500 ? 400 : 500).json({ error: error.message });
  };
  app.use(onError);

  return new Promise((resolve) => {
    const server = app.listen(port, '127.0.0.1', () => resolve(server));
  });
};
