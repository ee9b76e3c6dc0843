import { type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import type { WireRequest } from '../../src/contract/encode-request.ts';
import type { ReceivedResponse } from '../../src/contract/report.ts';
import type { Send } from '../../src/contract/transport.ts';

/** What a planted fault makes of an answer; undefined leaves it as it is. */
export type Tamper = (
  request: WireRequest,
  response: ReceivedResponse,
) => Partial<ReceivedResponse> | undefined | Promise<Partial<ReceivedResponse> | undefined>;

/** Sends to the fake in this process, its answers changed by a fault. */
export const sendToFake = (tamper: Tamper = () => undefined, options: BackendOptions = {}): Send => {
  const backend = createBackend(options);
  const plain: Send = async ({ method, path, headers, body, credentials }) => {
    const request = new Request(`http://fake${path}`, {
      method,
      headers: { ...(credentials ? { authorization: 'Bearer test' } : {}), ...headers },
      ...(body.length > 0 ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    });
    const response = await backend.fetch(request);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      duration: 0,
    };
  };
  return async (request) => {
    const response = await plain(request);
    return { ...response, ...(await tamper(request, response)) };
  };
};
