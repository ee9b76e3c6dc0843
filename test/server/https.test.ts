import { once } from 'node:events';
import { request } from 'node:https';
import { type AddressInfo, connect as connectPlainly } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, expect, it, vi } from 'vitest';

import { createEngine } from '../../src/engine/create-engine.ts';
import type { HttpServer } from '../../src/server/connections/guard-server.ts';
import { createHttpServer } from '../../src/server/create-http-server.ts';
import { certificate, privateKey } from '../cli/certificate.ts';
import { things } from '../engine/thing-document.ts';

let server: HttpServer;
afterEach(() => server.stop());

const open = async (): Promise<number> => {
  const engine = createEngine({ document: things, resolvers: {} });
  const control = {
    prefix: '/control/',
    judge: () => undefined,
    answer: async ({ scheme }: { scheme?: string }) => ({ status: 200, headers: {}, body: String(scheme) }),
  };
  server = createHttpServer({ engine: () => engine, control, tls: { cert: certificate, key: privateKey } });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

it('C15: answers by HTTPS, and whoever answers knows', async () => {
  const port = await open();
  const text = await new Promise<string>((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: '/control/', ca: certificate, agent: false };
    request(options, (answer) => {
      answer.setEncoding('utf8').on('data', resolve);
    })
      .on('error', reject)
      .end();
  });
  expect(text).toBe('https');
});

it('C15: a connection on which nothing was sent behind TLS does not keep it from closing', async () => {
  const port = await open();
  const silent = connect({ port, host: '127.0.0.1', ca: certificate });
  await Promise.all([once(silent, 'secureConnect'), once(server, 'secureConnection')]);
  silent.on('error', () => undefined);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  await server.stop().finally(vi.useRealTimers);
  await once(silent, 'close');
});

it.each([
  ['a request', 'GET /api/open HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 204/],
  ['a tunnel', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 405/],
  ['bytes that are no HTTP', '\0\0', /^HTTP\/1\.1 400/],
  ['half a request', 'GET / HTTP/1.1\r\n', /^HTTP\/1\.1 400/],
])(
  '%s behind TLS is answered, although its sender has ended its side, or resets the connection',
  async (_what, text, answer) => {
    const port = await open();
    const plain = connectPlainly(port, '127.0.0.1').on('error', () => undefined);
    const broken = connect({ socket: plain, host: '127.0.0.1', ca: certificate }).on('error', () => undefined);
    await once(broken, 'secureConnect');
    broken.write(text);
    plain.resetAndDestroy();
    const socket = connect({ port, host: '127.0.0.1', ca: certificate });
    socket.end(text);
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
    });
    await once(socket, 'close');
    expect(received).toMatch(answer);
  },
);
