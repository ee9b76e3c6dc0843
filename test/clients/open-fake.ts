import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setupServer } from 'msw/node';

import { type Backend, createBackend } from '../../mocks/create-backend.ts';
import { createHandlers } from '../../mocks/handlers.ts';
import { baseUrl, editionFiles, listOverlays, overlayUrl } from '../../src/cli/editions/edition-files.ts';
import { checkSignatures } from '../../src/engine/access/check-signature.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { closeReadings } from '../../src/openapi/overlays/close-readings.ts';
import { createEditionResolver } from '../../src/openapi/overlays/editions.ts';
import { createHttpServer } from '../../src/server/create-http-server.ts';

/** Whom a client says it is; nobody knows the secret of a stranger. */
export type Account = 'demo' | 'partner' | 'stranger';

/** A fake that a client can be pointed at. */
export interface OpenFake {
  readonly origin: string;
  readonly backend: Backend;
  readonly close: () => Promise<void> | void;
}

/** How a request gets to the fake. */
export type Way = 'server' | 'handlers';
export const WAYS: readonly Way[] = ['server', 'handlers'];

/** What each account proves itself by, as a token or as a signature. */
export const CREDENTIALS: Readonly<Record<Account, { token: string; accessKey: string; secret: string }>> = {
  demo: { token: 'token-of-demo', accessKey: 'KEYDEMO', secret: 'secret-of-demo' },
  partner: { token: 'token-of-partner', accessKey: 'KEYPARTNER', secret: 'secret-of-partner' },
  stranger: { token: 'token-of-nobody', accessKey: 'KEYDEMO', secret: 'a-guess' },
};

const resolve = createEditionResolver(editionFiles);
const documents = new Map<string, Document>();

/** The document of an edition, made from its overlays. */
export const documentOf = (edition: string): Document => {
  const made =
    documents.get(edition) ??
    closeReadings(resolve(listOverlays().includes(edition) ? overlayUrl(edition) : baseUrl()).document);
  documents.set(edition, made);
  return made;
};

/** Opens the fake of an edition, empty. */
export const openFake = async (edition: string, way: Way): Promise<OpenFake> => {
  const { demo, partner } = CREDENTIALS;
  const backend = createBackend({
    document: documentOf(edition),
    tokens: [demo.token],
    accounts: { partner: partner.token },
    accessKeys: { [demo.accessKey]: 'demo', [partner.accessKey]: 'partner' },
    checkSignature: checkSignatures({ [demo.accessKey]: demo.secret, [partner.accessKey]: partner.secret }),
  });
  return way === 'server' ? serve(backend) : intercept(backend);
};

const serve = async (backend: Backend): Promise<OpenFake> => {
  const server = createHttpServer({ engine: backend.engine });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    backend,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const intercept = (backend: Backend): OpenFake => {
  // With a path: a client signs what it sends.
  const origin = 'http://swr.test/some/path';
  const server = setupServer(...createHandlers({ backend, baseUrl: origin }));
  server.listen();
  return { origin, backend, close: () => server.close() };
};
