import { expect, it } from 'vitest';

import { isVisit, refuseCaller } from '../../src/server/control/refuse-caller.ts';

const HOST = '127.0.0.1:30303';

it.each<[trusted: boolean, what: string, headers: Record<string, string>, hosts?: readonly string[]]>([
  [true, 'a program of this machine', { host: HOST }],
  [true, 'a program that sends no Host', {}],
  [true, 'localhost', { host: 'localhost:30303' }],
  [true, 'a name below localhost', { host: 'fake.localhost' }],
  [true, 'IPv6', { host: '[::1]:30303' }],
  [true, 'an address of the network, which no name was bound to', { host: '192.168.1.5:30303' }],
  [true, 'the name that the server was given', { host: 'fake:30303' }, ['fake']],
  [false, 'a name that is bound to this address', { host: 'evil.example:30303' }],
  [false, 'a name that starts like localhost', { host: 'localhost.evil.example' }],
  [false, 'a name that ends like localhost', { host: 'evillocalhost' }],
  [false, 'a name that looks like an address', { host: '127.0.0.1.evil.example' }],
  [false, 'another name than the one the server was given', { host: 'evil.example' }, ['fake']],
  [false, 'a Host that is none', { host: 'a b' }],
  [false, 'an empty Host', { host: '' }],
  [true, 'a page of this machine', { host: HOST, origin: 'http://localhost:5173' }],
  [true, 'a page of this machine by HTTPS', { host: HOST, origin: 'https://127.0.0.1:8443' }],
  [true, 'a page of this machine by IPv6', { host: HOST, origin: 'http://[::1]:5173' }],
  [true, 'a page that this server sent over the network', { host: '192.168.1.5:3', origin: 'http://192.168.1.5:3' }],
  [true, 'a page that this server sent under its name', { host: 'fake:3', origin: 'http://fake:3' }, ['fake']],
  [true, 'a page of this server by HTTPS', { host: '192.168.1.5:3', origin: 'https://192.168.1.5:3' }],
  [true, 'a page that a proxy before this server sent by HTTPS', { host: 'fake', origin: 'https://fake' }, ['fake']],
  [true, 'C1: a page of an allowed name, on another port', { host: HOST, origin: 'http://web:5173' }, ['web']],
  [false, 'a page of another site', { host: HOST, origin: 'https://evil.example' }],
  [false, 'a page of another address', { host: HOST, origin: 'http://192.168.1.5' }],
  [false, 'a page of another port of a network address', { host: '192.168.1.5:3', origin: 'http://192.168.1.5:4' }],
  [false, 'a sandboxed page or a file', { host: HOST, origin: 'null' }],
  [false, 'an Origin that is none', { host: HOST, origin: 'localhost' }],
  [false, 'a site that names itself like this machine', { host: HOST, origin: 'http://localhost.evil.example' }],
  [false, 'a site that names itself like an address', { host: HOST, origin: 'http://127.0.0.1.evil.example' }],
  [true, 'an address that somebody typed', { host: HOST, 'sec-fetch-site': 'none' }],
  [true, 'what our own page loads', { host: HOST, 'sec-fetch-site': 'same-origin' }],
  [true, 'an image in a page of this machine', { host: HOST, 'sec-fetch-site': 'same-site' }],
  [
    true,
    'a page of this machine that calls it by another name',
    {
      host: HOST,
      origin: 'http://localhost:5173',
      'sec-fetch-site': 'cross-site',
    },
  ],
  [false, 'an image in a page of another site', { host: HOST, 'sec-fetch-site': 'cross-site' }],
  [false, 'an image in a page beside a named server', { host: 'fake:3', 'sec-fetch-site': 'same-site' }, ['fake']],
  [false, 'a value that no browser sends', { host: HOST, 'sec-fetch-site': 'other' }],
  [false, 'a site under a name that is bound to this address', { host: 'evil.example', origin: 'http://evil.example' }],
])('%s: %s', (trusted, _what, headers, hosts = []) => {
  expect(refuseCaller(headers, hosts) === undefined).toBe(trusted);
});

it.each<[what: string, headers: Record<string, string>, says: string]>([
  [
    'the Host, and the option that allows it',
    { host: 'swr-mock:30303' },
    'it answers by names of this machine, and was called by "swr-mock:30303". To allow this name, start the server with --allow-host swr-mock.',
  ],
  [
    'a Host that no option could allow',
    { host: 'a b' },
    'it answers by names of this machine, and was called by "a b".',
  ],
  [
    'the page',
    { host: HOST, origin: 'https://evil.example' },
    'it does not answer pages of https://evil.example, but those of this machine.',
  ],
  ['that it is a page', { host: HOST, 'sec-fetch-site': 'cross-site' }, 'it does not answer pages of other sites.'],
])('C1: the refusal names %s', (_what, headers, says) => {
  expect(refuseCaller(headers, [])).toBe(says);
});

it('a refusal repeats no more than the beginning of what was sent', () => {
  expect(refuseCaller({ host: 'x'.repeat(5000) }, [])?.length).toBeLessThan(400);
  expect(refuseCaller({ host: HOST, origin: `http://${'x'.repeat(5000)}` }, [])?.length).toBeLessThan(400);
});

const LINK = { host: HOST, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

it.each<[visit: boolean, what: string, method: string, headers: Record<string, string>]>([
  [true, 'a link of another site', 'GET', LINK],
  [false, 'a form of another site', 'POST', { ...LINK, origin: 'https://evil.example' }],
  [false, 'a form without Origin', 'POST', LINK],
  [false, 'a frame in another site', 'GET', { ...LINK, 'sec-fetch-dest': 'iframe' }],
  [false, 'a script of another site', 'GET', { ...LINK, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
  [false, 'a link by a name that is bound to this address', 'GET', { ...LINK, host: 'evil.example' }],
])('a visit %s: %s', (visit, _what, method, headers) => {
  expect(isVisit(method, headers, [])).toBe(visit);
});
