import { createBackend } from '../../../mocks/create-backend.ts';
import type { Rehearse } from '../../identify/probes/candidate.ts';
import { tokenHeader, writeToken } from '../../openapi/operations/security.ts';

/** The fake over a document, without a server. */
export const startRehearsal: Rehearse = (document) => {
  const backend = createBackend({ document });
  const shown = writeToken(tokenHeader(document), 'rehearsal');
  let kept = backend.store.snapshot();
  return {
    send: async ({ method, path, headers, body, credentials }) => {
      const own = credentials ? { ...shown, ...headers } : headers;
      const { answer } = await backend.engine().handle({ method, target: path, headers: own, body });
      return { status: answer.status, headers: answer.headers, body: answer.body, duration: 0 };
    },
    keep: () => {
      kept = structuredClone(backend.store.snapshot());
    },
    reset: async () => {
      await backend.store.restore(kept);
    },
  };
};
