import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { type Send, SendError } from '../contract/transport.ts';

export interface SendOptions {
  /** Origin and base path, e.g. `https://host:8443/base`. */
  readonly target: URL;
  /** Sent with every request that carries credentials; names in lower case. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for a whole answer. */
  readonly timeout: number;
  /** Accept any certificate. */
  readonly insecure: boolean;
  /** Certificates of authorities to trust, as PEM. */
  readonly ca: string | undefined;
  readonly connections: number;
}

/** Bytes of an answer that are kept; the rest is read and thrown away. */
const MOST_KEPT = 16 * 1024 * 1024;

/**
 * A sender over `node:http` or `node:https` with connections kept alive. The path goes out byte for
 * byte as it is given. A proxy is taken from the environment (`HTTP_PROXY`, `HTTPS_PROXY`,
 * `NO_PROXY`) where Node supports that (24.5 and later).
 */
export const createSendHttp = (options: SendOptions): { readonly send: Send; readonly close: () => void } => {
  const { target, timeout } = options;
  const secure = target.protocol === 'https:';
  const shared = { keepAlive: true, maxSockets: Math.max(options.connections, 16), proxyEnv: process.env };
  const agent = secure
    ? new HttpsAgent({
        ...shared,
        rejectUnauthorized: !options.insecure,
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      })
    : new HttpAgent(shared);
  const base = target.pathname.replace(/\/$/, '');
  const begin = secure ? requestHttps : requestHttp;

  const send: Send = ({ method, path, headers, body, credentials }) =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      const length =
        body.length > 0 || method === 'POST' || method === 'PUT' || method === 'PATCH'
          ? { 'content-length': String(body.length) }
          : {};
      const outgoing = begin({
        agent,
        host: target.hostname.replace(/^\[|\]$/g, ''),
        port: targetPort(target),
        method,
        path: base + path,
        headers: { ...options.headers, ...(credentials ? options.credentials : {}), ...headers, ...length },
      });
      const timer = setTimeout(() => {
        outgoing.destroy(new SendError('timeout', `no answer within ${timeout} ms`));
      }, timeout);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error instanceof SendError ? error : new SendError('connection', sayFault(error, target)));
      };
      outgoing.on('error', fail);
      outgoing.on('response', (incoming: IncomingMessage) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          if (size < MOST_KEPT) chunks.push(chunk);
          size += chunk.byteLength;
        });
        incoming.on('error', fail);
        incoming.on('end', () => {
          clearTimeout(timer);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: flatten(incoming.headers),
            body: Buffer.concat(chunks).toString('utf8'),
            duration: performance.now() - start,
          });
        });
      });
      outgoing.end(body.length > 0 ? body : undefined);
    });
  return { send, close: () => agent.destroy() };
};

const targetPort = ({ port, protocol }: URL): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

const flatten = (headers: IncomingMessage['headers']): Record<string, string> => {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
};

const sayFault = (error: NodeJS.ErrnoException, target: URL): string => {
  const { host, hostname } = target;
  const known: Record<string, string> = {
    ECONNREFUSED: `nothing listens on ${host}`,
    ENOTFOUND: `there is no host ${hostname}`,
    EAI_AGAIN: `the name ${hostname} cannot be resolved at the moment`,
    ECONNRESET: 'the server closed the connection without an answer',
    EPIPE: 'the server closed the connection without an answer',
    ETIMEDOUT: `${host} does not answer`,
    EHOSTUNREACH: `${host} cannot be reached`,
    ENETUNREACH: `${host} cannot be reached`,
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed: give --ca FILE or --insecure',
    SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed: give --ca FILE or --insecure',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified: give --ca FILE or --insecure',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate cannot be verified: give --ca FILE or --insecure',
    CERT_HAS_EXPIRED: 'its certificate has expired: renew it or give --insecure',
  };
  // Behind a proxy it is the proxy that was not reached.
  const { address, port } = error as { address?: string; port?: number };
  if (error.code === 'ECONNREFUSED' && port !== undefined && port !== targetPort(target))
    return `nothing listens on ${address}:${port}, which the environment names as the proxy`;
  const causes = (error as { errors?: NodeJS.ErrnoException[] }).errors;
  const code = error.code ?? causes?.[0]?.code ?? '';
  return known[code] ?? (error.message || code);
};
