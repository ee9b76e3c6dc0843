import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readTls } from '../../../../src/cli/mock/access/read-tls.ts';
import { certificate, namedCertificate, otherCertificate, privateKey } from '../../certificate.ts';

let folder = '';
const file = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const encryption = { cipher: 'aes-256-cbc', passphrase: 's3cret' };
  const texts: Readonly<Record<string, string>> = {
    cert: certificate,
    key: privateKey,
    named: namedCertificate,
    backwards: otherCertificate + certificate,
    both: certificate + privateKey,
    'other-key': other.export({ type: 'pkcs8', format: 'pem' }).toString(),
    encrypted: other.export({ type: 'pkcs8', format: 'pem', ...encryption }).toString(),
    'encrypted-as-before': other.export({ type: 'sec1', format: 'pem', ...encryption }).toString(),
    'damaged-cert': certificate.replace(/MIIB/, 'MIIC'),
    'damaged-key': privateKey.replace(/MIGH/, 'MIGI'),
    empty: '',
    bytes: '0\u0082\u0001\u0090',
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(file(name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (cert: string, key: string, now?: Date) => readTls({ tlsCert: file(cert), tlsKey: file(key) }, now);

describe('C15: a certificate and its key', () => {
  it('nothing is asked for', () => {
    expect(readTls({})).toBeUndefined();
  });

  it.each([
    ['cert', 'key'],
    ['both', 'both'],
  ])('that belong together: %s, %s', (cert, key) => {
    const tls = read(cert, key);
    expect(tls).toMatchObject({ warning: undefined, isSelfSigned: true });
    expect([tls?.cert, tls?.key].every((text) => text?.startsWith('-----BEGIN'))).toBe(true);
  });

  it('name the server as the certificate does, if they can', () => {
    expect(read('cert', 'key')?.nameFor('127.0.0.1')).toBe('127.0.0.1');
    expect(read('cert', 'key')?.nameFor('192.0.2.1')).toBe('192.0.2.1');
    // Whoever trusts it calls the server so.
    expect(read('named', 'key')?.nameFor('127.0.0.1')).toBe('swr-mock');
    expect(read('named', 'key')?.nameFor('other')).toBe('other');
  });

  it.each([
    ['2200-01-02', 'the certificate expired on 2126-11-02: clients will refuse it.'],
    ['2020-01-02', 'the certificate is not valid before 2026-11-26: clients will refuse it.'],
  ])('whose time is not now, on %s: a warning', (day, says) => {
    expect(read('cert', 'key', new Date(day))?.warning).toBe(says);
  });
});

describe('C15: files that can not be used are told in one sentence, with what helps', () => {
  it.each<[cert: string, key: string, says: RegExp]>([
    ['none', 'key', /^Failed to read --tls-cert .*none: there is no such file\.$/],
    ['cert', 'none', /^Failed to read --tls-key .*none: there is no such file\.$/],
    ['', 'key', /^Failed to read --tls-cert .*: it is a folder\.$/],
    ['key', 'cert', /^Failed to use --tls-cert .*: it holds a private key\. Are the two files swapped\?$/],
    ['cert', 'cert', /^Failed to use --tls-key .*: it holds a certificate\. Are the two files swapped\?$/],
    ['empty', 'key', /^Failed to use --tls-cert .*: it holds no certificate in PEM .* openssl x509 .*\.$/],
    ['bytes', 'key', /^Failed to use --tls-cert .*: it holds no certificate in PEM /],
    ['cert', 'bytes', /^Failed to use --tls-key .*: it holds no private key in PEM .* openssl pkey .*\.$/],
    ['damaged-cert', 'key', /^Failed to use --tls-cert .*: its certificate is damaged\. Copy it again\.$/],
    ['cert', 'damaged-key', /^Failed to use --tls-key .*: its key is damaged\. Copy it again\.$/],
    ['cert', 'other-key', /^Failed to use --tls-key: it is not the key of the certificate\. Give the two .*\.$/],
    [
      'backwards',
      'key',
      /^Failed to use --tls-cert: the certificate of the key is not the first one of the file\. Put/,
    ],
    ['cert', 'encrypted', /^Failed to use --tls-key .*: it is encrypted, .*: openssl pkey -in FILE -out plain\.pem\.$/],
    ['cert', 'encrypted-as-before', /^Failed to use --tls-key .*: it is encrypted, /],
  ])('%s, %s', (cert, key, says) => {
    expect(() => read(cert, key)).toThrow(says);
  });

  it.each([{ tlsCert: 'cert' }, { tlsKey: 'key' }])('one without the other: %j', (options) => {
    expect(() => readTls(options)).toThrow(
      'Failed to use HTTPS: --tls-cert and --tls-key go together. Give both, or none.',
    );
  });
});
