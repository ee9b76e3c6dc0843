import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Transform } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

import type { Send } from '../../contract/run/transport.ts';
import { type ReceivedResponse, SendError } from '../../http/received-response.ts';
import { fill, textOf } from '../../text/bilingual.ts';
import { sayFault, targetPort } from './say-fault.ts';

export interface SendOptions {
  /** Origin and base path, e.g. `https://host:8443/base`. */
  readonly target: URL;
  /** Asked for each request, since they may be renewed; names in lower case. */
  readonly credentials: () => Readonly<Record<string, string>>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for a whole answer. */
  readonly timeout?: number;
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** Certificates of authorities to trust, the client's own and its key, as PEM. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly connections?: number;
}

/** Bytes of a success, and of another answer, that are read; then the connection is closed. */
const MOST_READ = 1024 * 1024;
const MOST_READ_OF_OTHERS = 64 * 1024;
/** 1xx answers to one request. */
const MOST_INTERIM = 100;

/** `{name}` is a place for a value. */
const words = {
  late: textOf('no answer within {timeout} ms', '{timeout} 毫秒内没有应答'),
  interim: textOf(
    `more than ${MOST_INTERIM} interim answers (1xx) and no other`,
    `超过 ${MOST_INTERIM} 个临时应答（1xx），此外没有其他应答`,
  ),
};

/**
 * The proxy that the environment names for a target, without its password; never for an address of this
 * machine, which no proxy can reach for us.
 *
 * @throws Error where this Node can't use one: an option that does nothing would lead astray.
 */
export const proxyFor = (
  { protocol, hostname }: URL,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = environment[name] || environment[name.toUpperCase()];
  const except = (environment['no_proxy'] || environment['NO_PROXY'] || '').split(/[\s,]+/).filter(Boolean);
  const isExcept = except.some((each) => each === '*' || `.${hostname}`.endsWith(`.${each.replace(/^\*?\./, '')}`));
  if (!value || isExcept || isLoopback(hostname) || !URL.canParse(value)) return undefined;
  if (!process.allowedNodeEnvironmentFlags.has('--use-env-proxy'))
    throw new Error(`Failed to use ${name.toUpperCase()}: Node ${process.version} can't. Take Node 24, or unset it.`);
  return new URL(value).host;
};

/**
 * A sender over `node:http` or `node:https` with connections kept alive. The path goes out byte for
 * byte as it is given. A proxy is taken from the environment (`HTTP_PROXY`, `HTTPS_PROXY`,
 * `NO_PROXY`), but never to an address of this machine.
 */
export const createSendHttp = (
  options: SendOptions,
): { readonly send: Send; readonly close: () => void; readonly proxy: string | undefined } => {
  const { target, timeout = 10_000, connections = 8, insecure = false, ca, cert, key, headers: shared = {} } = options;
  const secure = target.protocol === 'https:';
  const proxy = proxyFor(target, process.env);
  const pool = {
    keepAlive: true,
    maxSockets: Math.max(connections, 16),
    ...(proxy === undefined ? {} : { proxyEnv: process.env }),
  };
  const agent = secure
    ? new HttpsAgent({ ...pool, rejectUnauthorized: !insecure, ca, cert, key })
    : new HttpAgent(pool);
  const base = target.pathname.replace(/\/$/, '');
  const begin = secure ? requestHttps : requestHttp;

  const send: Send = ({ method, path, headers, body, credentials }) =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      let wasConnected = false;
      const hasLength = body.length > 0 || method === 'POST' || method === 'PUT' || method === 'PATCH';
      const outgoing = begin({
        agent,
        host: target.hostname.replace(/^\[|\]$/g, ''),
        port: targetPort(target),
        method,
        path: base + path,
        headers: {
          ...shared,
          ...(credentials ? options.credentials() : {}),
          ...headers,
          ...(hasLength ? { 'content-length': String(body.length) } : {}),
        },
      });
      const timer = setTimeout(() => {
        outgoing.destroy(new SendError('timeout', fill(words.late, { timeout: String(timeout) })));
      }, timeout);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        const kind = wasConnected ? 'connection' : 'unreached';
        reject(error instanceof SendError ? error : new SendError(kind, sayFault(error, target)));
      };
      const finish = (incoming: IncomingMessage, text: string, notes: readonly string[]): void => {
        clearTimeout(timer);
        const response: ReceivedResponse = {
          status: incoming.statusCode ?? 0,
          headers: flatten(incoming.headers),
          body: text,
          duration: performance.now() - start,
        };
        resolve(notes.length > 0 ? { ...response, note: notes.join(', ') } : response);
      };
      let interim = 0;
      outgoing.on('socket', (socket) => {
        const connected = (): void => {
          wasConnected = true;
        };
        if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', connected);
        else connected();
      });
      outgoing.on('error', fail);
      outgoing.on('information', () => {
        interim += 1;
        if (interim > MOST_INTERIM) outgoing.destroy(new SendError('timeout', words.interim));
      });
      // 101: what follows is no HTTP.
      outgoing.on('upgrade', (incoming, socket) => {
        socket.destroy();
        finish(incoming, '', []);
      });
      outgoing.on('response', (incoming) => {
        incoming.on('error', fail);
        readText(incoming, (text, notes) => {
          finish(incoming, text, notes);
          if (!incoming.readableEnded) outgoing.destroy();
        });
      });
      outgoing.end(body.length > 0 ? body : undefined);
    });
  return { send, close: () => agent.destroy(), proxy };
};

/** Reads the text of a body, unpacked and in its own charset, within bounds. */
const readText = (incoming: IncomingMessage, end: (text: string, notes: readonly string[]) => void): void => {
  const { headers, statusCode = 0 } = incoming;
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const unpack = UNPACKERS[encoding];
  const plain = unpack ? incoming.pipe(unpack()) : incoming;
  const most = statusCode >= 200 && statusCode < 300 ? MOST_READ : MOST_READ_OF_OTHERS;
  const bytes = buffers.pop() ?? Buffer.allocUnsafeSlow(MOST_READ);
  let size = 0;
  let isRead = false;
  const finish = (...notes: string[]): void => {
    if (isRead) return;
    isRead = true;
    if (!unpack && encoding !== 'identity') notes.push(`content-encoding ${encoding} is not read`);
    const used = bytes.subarray(0, size);
    const charset = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
    let text = '';
    try {
      text = new TextDecoder(charset).decode(used);
    } catch {
      text = used.toString('utf8');
      notes.push(`charset ${charset} is not known`);
    }
    if (unpack) plain.destroy();
    buffers.push(bytes);
    collect(size);
    end(text, notes);
  };
  plain.on('data', (chunk: Buffer) => {
    if (isRead) return;
    size += chunk.copy(bytes, size, 0, most - size);
    if (size >= most) finish(`cut at ${most / 1024} KiB`);
  });
  plain.on('end', () => finish());
  if (unpack) plain.on('error', () => finish(`its ${encoding} can't be unpacked`));
};

/** Used again for the next answer. */
const buffers: Buffer[] = [];

let garbage = 0;
let gc: (() => void) | undefined;
/**
 * Big answers leave bytes outside of the heap, which V8 collects late: with 1 MiB to every request a run
 * would take 350 MB of memory instead of 250 MB. Other runs never come here.
 */
const collect = (bytes: number): void => {
  garbage += bytes;
  if (garbage < 16 * MOST_READ) return;
  garbage = 0;
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  gc();
};

const UNPACKERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Whether a host is this machine. */
const isLoopback = (hostname: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(hostname);

const flatten = (headers: IncomingMessage['headers']): Record<string, string> => {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
};
