import { decodePercent } from '../../http/message.ts';
import type { ReceivedResponse } from '../../http/received-response.ts';
import { TOKEN } from '../model/placeholders.ts';
import type { OperationModel } from '../model/read-model.ts';
import type { Namer } from './create-namer.ts';
import { encodeRequest, type WireRequest } from './encode-request.ts';
import type { Exchange } from './transport.ts';

/** The plainest request at a path that no document has: its last fixed piece is another word. */
export const unknownRequest = (model: OperationModel, namer: Namer): WireRequest => {
  const fill = namer.fill(namer.next([{ requests: [{ model: model.key, changes: { set: { x: TOKEN } } }] }]));
  const wire = encodeRequest(model, { model: model.key, changes: {} }, fill);
  const fixed = model.operation.template.split('/').findLast((piece) => piece !== '' && !piece.startsWith('{')) ?? '';
  const odd = fill(TOKEN, model.containers[0]?.maker ?? model.nameSubject?.maker) || 'nothing-here';
  const [path = '', query] = wire.path.split('?');
  const at = path.lastIndexOf(`/${fixed}`);
  const other = `${path.slice(0, at)}/${odd}${path.slice(at + fixed.length + 1)}`;
  return { ...wire, path: query === undefined ? other : `${other}?${query}` };
};

/** Whether an answer is that to a path that is none. */
export const isAlike = ({ request, response }: Exchange, unknown: Exchange): boolean =>
  response !== undefined &&
  unknown.response?.status === response.status &&
  gist(response, request.path) === gist(unknown.response, unknown.request.path);

/** What a refusal says, whatever the path and the names in it: its code, or its text without them. */
const gist = ({ body }: ReceivedResponse, path: string): string => {
  const [, code] = /"(?:error_?)?code"\s*:\s*"([^"]+)"/i.exec(body) ?? [];
  if (code !== undefined) return code;
  const pieces = [path, ...path.split(/[/?&=]/).filter((piece) => piece.length > 2)];
  const bare = pieces
    .flatMap((piece) => [piece, decodePercent(piece)])
    .reduce((text, piece) => text.replaceAll(piece, ''), body.slice(0, 4000));
  return bare.replace(/[0-9a-f-]{8,}|[a-z]{11,}|[/\d\s]/g, '');
};
