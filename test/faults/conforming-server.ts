import { createServer, type IncomingMessage } from 'node:http';
import { listen, type RunningServer } from './listen.ts';
import type { Answer, Asked, Entry, Memory, Reason, Rules } from './rules.ts';
import { conformingRules } from './rules.ts';

const FIELDS: readonly string[] = ['repository', 'category', 'description', 'is_public'];

/**
 * Starts a server that keeps the create-repository contract but for the rules given. It shares no code
 * with the fake, so that the two can't be wrong in the same way.
 */
export const startServer = async (replaced: Partial<Rules> = {}): Promise<RunningServer> => {
  const rules: Rules = { ...conformingRules, ...replaced };
  const memory: Memory = { requests: 0, taken: new Map(), notes: new Map(), last: undefined };
  const server = createServer((request, response) => {
    answerRequest(request, rules, memory)
      .then((answer) => rules.write(response, answer))
      .catch((error: unknown) => rules.write(response, { ...problem(rules, 500, 'fault'), body: String(error) }));
  });
  return listen(server);
};

const problem = (rules: Rules, status: number, reason: Reason): Answer => ({
  status,
  reason,
  headers: { 'content-type': 'application/json' },
  body: rules.problem(status, reason),
});

const answerRequest = async (request: IncomingMessage, rules: Rules, memory: Memory): Promise<Answer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const [path = '', ...query] = (request.url ?? '').split('?');
  const route = /^\/v2\/manage\/namespaces\/([^/]*)\/repos(?:\/([^/]*))?$/.exec(path);
  const [, namespace = '', repository] = route ?? [];
  if (repository !== undefined && request.method === 'DELETE' && rules.offersDelete)
    return deleteRepository(namespace, repository, request, rules, memory);
  if (!route || repository !== undefined) return problem(rules, 404, 'route');
  if (request.method !== 'POST') return problem(rules, 405, 'route');

  memory.requests += 1;
  const early = rules.before(memory);
  if (early) return early;
  const { asked, answer } = await create(namespace, request, query.join('?'), body, rules, memory);
  const final = await rules.answer(answer, asked, memory);
  memory.last = final;
  return final;
};

const deleteRepository = (
  namespace: string,
  repository: string,
  request: IncomingMessage,
  rules: Rules,
  memory: Memory,
): Answer => {
  if (!rules.authorized(request.headers)) return problem(rules, 401, 'credentials');
  for (const [key, made] of memory.taken) {
    if (made.namespace !== decodeOr(namespace, rules) || made.repository !== repository) continue;
    memory.taken.delete(key);
    return { status: 204, reason: 'route', headers: {}, body: '' };
  }
  return problem(rules, 404, 'route');
};

interface Outcome {
  readonly asked: Asked;
  readonly answer: Answer;
}

const create = async (
  segment: string,
  { headers, socket }: IncomingMessage,
  query: string,
  body: Buffer,
  rules: Rules,
  memory: Memory,
): Promise<Outcome> => {
  const namespace = decodeOr(segment, rules);
  const bare: Asked = {
    namespace: namespace ?? segment,
    repository: '',
    form: new Map(),
    order: [],
    headers,
    body,
    query,
    connection: socket.remotePort ?? 0,
  };
  if (!rules.authorized(headers)) return { asked: bare, answer: problem(rules, 401, 'credentials') };
  const contentType = headers['content-type'] ?? '';
  if (!rules.isForm(contentType)) return { asked: bare, answer: problem(rules, 400, 'media type') };
  const sent = await readForm(body, contentType);
  if (!sent) return { asked: bare, answer: problem(rules, 400, 'form') };

  const entries = rules.parts(sent, headers, body, query);
  const form = new Map<string, string>();
  for (const [name, value] of entries) {
    if (rules.repeated === 'first' && form.has(name)) continue;
    if (typeof value === 'string' && !(value === '' && rules.emptyIsAbsent.includes(name))) form.set(name, value);
  }
  const asked: Asked = {
    ...bare,
    repository: form.get('repository') ?? '',
    form,
    order: entries.map(([name]) => name),
  };

  if (rules.duplicatesFirst && rules.isTaken(rules.key(asked), asked, memory))
    return { asked, answer: problem(rules, 409, 'taken') };
  const broken = namespace === undefined ? 'namespace' : findBroken(entries, asked, rules, memory);
  if (broken) return { asked, answer: problem(rules, broken === 'namespace unknown' ? 404 : 400, broken) };
  if (!(await rules.reserve(rules.key(asked), asked, memory, rules)))
    return { asked, answer: problem(rules, 409, 'taken') };
  const type: Record<string, string> = rules.createdBody === '' ? {} : { 'content-type': 'application/json' };
  return { asked, answer: { status: 201, reason: 'created', headers: type, body: rules.createdBody } };
};

const findBroken = (entries: readonly Entry[], asked: Asked, rules: Rules, memory: Memory): Reason | undefined => {
  const { form, order } = asked;
  if (rules.repeated === 'refuse' && new Set(order).size < order.length) return 'repeated';
  if (rules.unknownFields === 'refuse' && order.some((name) => !FIELDS.includes(name))) return 'unknown field';
  if (entries.some(([name, value]) => FIELDS.includes(name) && typeof value !== 'string')) return 'form';
  if (!rules.namespace(asked.namespace)) return 'namespace';
  if (rules.missing(asked, memory).length > 0) return 'missing';
  const repository = form.get('repository');
  if (repository !== undefined && !rules.repository(repository, asked, memory)) return 'repository';
  const category = form.get('category');
  if (category !== undefined && !rules.category(category)) return 'category';
  const description = form.get('description');
  if (description !== undefined && !rules.description(description, asked)) return 'description';
  const isPublic = form.get('is_public');
  if (isPublic !== undefined && !rules.isPublic(isPublic, memory)) return 'is_public';
  return rules.namespaceExists(asked.namespace) ? undefined : 'namespace unknown';
};

const decodeOr = (segment: string, rules: Rules): string | undefined => {
  try {
    return rules.decode(segment);
  } catch {
    return undefined;
  }
};

// The platform's reader, which takes unquoted names and quoted boundaries too.
const readForm = async (body: Buffer, contentType: string): Promise<Entry[] | undefined> => {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    return [...form.entries()];
  } catch {
    return undefined;
  }
};
