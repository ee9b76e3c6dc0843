import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, type RunningServer } from '../listen.ts';
import type { Answer, Behaviour, Call, Change } from './behaviour.ts';
import { refuse } from './behaviour.ts';
import { conformingBehaviour } from './conforming-behaviour.ts';
import type { BodyFormat, Operation } from './operations.ts';
import { operationOf, route } from './operations.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

/**
 * Starts a server that keeps the contract of all operations but for the change given. It shares no code
 * with the fake, so that the two can't be wrong in the same way.
 */
export const startManagement = async (change: Change = () => ({})): Promise<RunningServer> => {
  const behaviour: Behaviour = { ...conformingBehaviour, ...change(conformingBehaviour) };
  const world = createWorld();
  behaviour.seed(world);
  const server = createServer((request, response) => {
    answerRequest(request, behaviour, world)
      .catch((error: unknown) => refuse(behaviour, 500, String(error)))
      .then((answer) => send(response, answer));
  });
  return listen(server);
};

const send = (response: ServerResponse, { status, headers, value, text }: Answer): void => {
  const body = text ?? (value === undefined ? '' : JSON.stringify(value));
  response.writeHead(status, { ...(body === '' ? {} : { 'content-type': 'application/json' }), ...headers });
  response.end(body);
};

const answerRequest = async (request: IncomingMessage, behaviour: Behaviour, world: World): Promise<Answer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [target = '', ...queries] = (request.url ?? '').split('?');
  const found = route(request.method ?? '', behaviour.rewrite(target, request.method ?? ''));
  if (!found) return refuse(behaviour, 404, 'path');
  const { operation, segments } = found;
  if (!operation) return refuse(behaviour, 405, 'method');
  if (!behaviour.offers(operation.id)) return refuse(behaviour, behaviour.unoffered, 'path');

  world.requests += 1;
  const call: Call = {
    operation: operation.id,
    path: segments,
    query: queries.join('?'),
    headers: request.headers,
    format: undefined,
    body: {},
    filter: {},
  };
  const early = behaviour.before(call, world);
  if (early) return early;
  const { answer, final } = await answerCall(call, operation, Buffer.concat(chunks), behaviour, world);
  return behaviour.answer(answer, final, world);
};

interface Outcome {
  readonly answer: Answer;
  /** As much of the call as was read. */
  readonly final: Call;
}

const answerCall = async (
  bare: Call,
  operation: Operation,
  bytes: Buffer,
  behaviour: Behaviour,
  world: World,
): Promise<Outcome> => {
  const stop = (reason: string, status = 400, final = bare): Outcome => ({
    answer: refuse(behaviour, status, reason),
    final,
  });
  if (!behaviour.authorized(bare, world)) return stop('credentials', 401);

  const contentType = bare.headers['content-type'] ?? '';
  const format = operation.bodies.length === 0 ? undefined : behaviour.format(operation.id, contentType);
  if (operation.bodies.length > 0 && !format) return stop('media type');
  const body = format ? await readBody(operation, format, bytes, contentType, behaviour) : {};
  if (typeof body === 'string') return stop(body);
  const filter = operation.filters ? behaviour.parseFilter(operation.id, bare.query) : {};
  if (!filter) return stop('filter');

  const path: Record<string, string> = {};
  for (const [name, segment] of Object.entries(bare.path)) {
    try {
      path[name] = behaviour.decode(segment);
    } catch {
      return stop(name);
    }
  }
  const call: Call = { ...bare, path, format, body, filter };
  const broken = findBroken(call, operation, behaviour, world);
  if (broken !== undefined) return stop(broken, 400, call);
  return { answer: behaviour.acts[operation.id](call, world, behaviour), final: call };
};

// From here on nothing is awaited, so that simultaneous requests can't both win.
const findBroken = (call: Call, operation: Operation, behaviour: Behaviour, world: World): string | undefined => {
  for (const [name, value] of Object.entries(call.path))
    if (!behaviour.keeps(`path.${name}`, value, call, world)) return name;
  const [missing] = behaviour.missing(call, world);
  if (missing !== undefined) return `missing ${missing}`;
  for (const name of Object.keys(operation.fields)) {
    const value = call.body[name];
    if (value !== undefined && !behaviour.keeps(`body.${name}`, value, call, world)) return name;
  }
  const changes = Object.keys(operationOf('updateRepository').fields);
  if (operation.id === 'updateRepository' && changes.every((name) => call.body[name] === undefined))
    return 'nothing to change';
  return undefined;
};

type Fields = Record<string, unknown>;

// A text says why it can't be read.
const readBody = async (
  operation: Operation,
  format: BodyFormat,
  bytes: Buffer,
  contentType: string,
  behaviour: Behaviour,
): Promise<Fields | string> => {
  if (format === 'json') return readJson(bytes);
  const entries = await readForm(bytes, contentType);
  if (!entries) return 'form';
  const fields: Fields = {};
  for (const [name, value] of entries) {
    if (!Object.hasOwn(operation.fields, name)) continue;
    if (Object.hasOwn(fields, name)) {
      if (behaviour.repeated === 'refuse') return 'repeated';
      if (behaviour.repeated === 'first') continue;
    }
    const isFlag = operation.id === 'updateRepository' && name === 'is_public';
    fields[name] = isFlag && (value === 'true' || value === 'false') ? value === 'true' : value;
  }
  return fields;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const readJson = (bytes: Buffer): Fields | string => {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : 'body';
  } catch {
    return 'body';
  }
};

// The platform's reader, which takes unquoted names and quoted boundaries too.
const readForm = async (bytes: Buffer, contentType: string): Promise<[string, string | File][] | undefined> => {
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
    return [...form.entries()];
  } catch {
    return undefined;
  }
};
