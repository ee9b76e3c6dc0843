import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { NeutralAnswer, NeutralRequest } from '../../http/message.ts';
import { cryptography } from '../cryptography.ts';

/** The server's own pages: HTML, scripts and styles that the build has made. */
export interface PageAnswers {
  /** A file of the pages by name. Of what is no such file, undefined. */
  readonly answer: (request: NeutralRequest, name: string) => NeutralAnswer | undefined;
}

/** The files of the pages; nothing else is ever read. */
const FILES: Readonly<Record<string, string>> = {
  'console.html': 'text/html; charset=utf-8',
  'docs.html': 'text/html; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'docs.js': 'text/javascript; charset=utf-8',
  'shared.js': 'text/javascript; charset=utf-8',
  'early.js': 'text/javascript; charset=utf-8',
  'pages.css': 'text/css; charset=utf-8',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Reads the pages from a folder when one is first asked for, all at once: those of one build fit together, and another
 * build may come while the server runs. A browser keeps what it has and asks whether it still holds.
 *
 * @param folder where `npm run build` puts them.
 */
export const createPageAnswers = (folder: string): PageAnswers => {
  let files: ReadonlyMap<string, PageFile> = new Map();

  return {
    answer: (request, name) => {
      const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
      if (type === undefined) return undefined;
      if (!files.has(name)) files = readFiles(folder);
      const file = files.get(name);
      if (file === undefined) {
        const body = 'The pages have not been built yet. Run: npm run build\n';
        return { status: 503, headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }, body };
      }
      const headers = { ...HEADERS, vary: 'accept', etag: file.etag };
      if (isKnown(request.headers['if-none-match'], file.etag)) return { status: 304, headers, body: '' };
      return { status: 200, headers: { ...headers, 'content-type': type }, body: file.body };
    },
  };
};

interface PageFile {
  readonly body: string;
  readonly etag: string;
}

const readFiles = (folder: string): ReadonlyMap<string, PageFile> =>
  new Map(
    Object.keys(FILES).flatMap((name) => {
      if (!existsSync(join(folder, name))) return [];
      const body = readFileSync(join(folder, name), 'utf8');
      const hash = cryptography().createHash('sha256').update(body).digest('base64url');
      return [[name, { body, etag: `"${hash.slice(0, 22)}"` }]];
    }),
  );

const isKnown = (sent: string | undefined, etag: string): boolean =>
  (sent ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag);

/** Whether the sender would rather have a page to look at than data. */
export const wantsPage = ({ headers }: NeutralRequest): boolean => /\btext\/html\b/i.test(headers['accept'] ?? '');
