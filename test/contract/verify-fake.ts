import { type Backend, type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import { document } from '../../mocks/document.ts';
import type { Report } from '../../src/contract/report/report.ts';
import type { WireRequest } from '../../src/contract/run/encode-request.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import { type VerifyOptions, verifyTarget } from '../../src/contract/verify-target.ts';
import type { ReceivedResponse } from '../../src/http/received-response.ts';

/** What a planted fault makes of an answer; undefined leaves it as it is. */
export type Tamper = (
  request: WireRequest,
  response: ReceivedResponse,
) => Partial<ReceivedResponse> | undefined | Promise<Partial<ReceivedResponse> | undefined>;

/** Sends to a fake of its own in this process, its answers changed by a fault. */
export const sendToBackend = (tamper: Tamper = () => undefined, backend: Backend = createBackend()): Send => {
  return async (request) => {
    const { method, path, headers, body, credentials } = request;
    const answer = await backend.fetch(
      new Request(`http://fake${path}`, {
        method,
        headers: { ...(credentials ? { authorization: 'Bearer test' } : {}), ...headers },
        ...(body.length > 0 ? { body: body as Uint8Array<ArrayBuffer> } : {}),
      }),
    );
    const response: ReceivedResponse = {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
      duration: 0,
    };
    return { ...response, ...(await tamper(request, response)) };
  };
};

/** Runs the suite on a sender; at the smallest depth unless told otherwise. */
export const verifySend = (send: Send, options: Partial<VerifyOptions> = {}): Promise<Report> =>
  verifyTarget({
    document,
    tool: 'test',
    target: 'http://fake',
    send,
    credentials: { authorization: 'Bearer test' },
    depth: 'smoke',
    sleep: () => Promise.resolve(),
    ...options,
  });

/** Runs the suite on the fake with a fault. */
export const verifyFake = (
  tamper?: Tamper,
  options: Partial<VerifyOptions> = {},
  backend?: BackendOptions,
): Promise<Report> => verifySend(sendToBackend(tamper, createBackend(backend)), options);

/** `operation clause direction` of each *must* finding. */
export const named = ({ findings }: Report): string[] =>
  findings.filter(({ level }) => level === 'must').map(({ operation, clause }) => `${operation} ${clause}`);
