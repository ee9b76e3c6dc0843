import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { createEngine } from '../../src/engine/create-engine.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { createHttpServer, type HttpServerOptions } from '../../src/server/create-http-server.ts';
import { frontPage } from '../../src/server/front-page.ts';
import { things } from '../engine/thing-document.ts';

const FACTS = {
  name: 'a-fake',
  version: '1.2.3',
  operations: 17,
  links: [{ path: '/there', title: { en: 'Console <1>', zh: '控制台' } }],
};

let server: Server;
afterEach(async () => {
  server.close();
  await once(server, 'close');
});

/** Starts a server with a front page; gives what asks it. */
const open = async (document: Document = things, more: Partial<HttpServerOptions> = {}) => {
  const engine = createEngine({ document, resolvers: { top: () => ({ body: { versions: [] } }) } });
  server = createHttpServer({ engine: () => engine, front: (request) => frontPage(request, FACTS), ...more });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return async (method = 'GET', headers: Record<string, string> = {}, path = '') => {
    const answer = await fetch(url + path, { method, headers });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
};

describe('C4: whoever waits for the server asks for /', () => {
  it('a program gets 200 and data, by GET and by HEAD', async () => {
    const ask = await open();
    for (const target of ['', '?cache=1']) {
      const answer = await ask('GET', {}, target);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toEqual({
        status: 'ok',
        name: 'a-fake',
        version: '1.2.3',
        operations: 17,
        links: ['/there'],
      });
    }
    expect(await ask('HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it.each([
    ['en-GB', 'en', 'The fake is up, with 17 operations.', 'Console &#60;1&#62;'],
    ['zh-CN,zh;q=0.9', 'zh-CN', '模拟服务已启动，共 17 个操作。', '控制台'],
  ])('a browser gets a page, in its language: %s', async (language, lang, text, link) => {
    const ask = await open();
    const page = await ask('GET', { accept: 'text/html,*/*;q=0.8', 'accept-language': language });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('vary')).toBe('origin, accept, accept-language');
    for (const piece of [`<html lang="${lang}">`, text, link, 'href="/there"']) expect(page.text).toContain(piece);
  });

  it('a page of another origin may read it, as any other answer', async () => {
    const answer = await (await open())('GET', { origin: 'http://localhost:5173' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  });

  it.each([
    ['POST', ''],
    ['GET', 'other'],
    ['GET', '/'],
  ])('nothing else is answered by it: %s /%s', async (method, path) => {
    expect((await (await open())(method, {}, path)).status).toBe(404);
  });

  it('an operation with that path answers, be it with a refusal', async () => {
    const top = { operationId: 'top', responses: { 200: { description: 'done' } } };
    const withTop = { ...things, paths: { ...things.paths, '/': { get: { ...top, security: [] } } } } as Document;
    expect((await (await open(withTop))()).text).toBe('{"versions":[]}');
    server.close();
    const locked = { ...things, paths: { ...things.paths, '/': { get: top } } } as Document;
    expect((await (await open(locked))()).status).toBe(401);
  });

  it('and so does a service beside the API that has it', async () => {
    const neighbour = {
      owns: (path: string) => path === '/',
      answer: async () => ({ status: 300, headers: {}, body: 'versions' }),
    };
    expect((await (await open(things, { neighbour }))()).status).toBe(300);
  });
});
