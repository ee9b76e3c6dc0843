import { TOKEN } from '../model/placeholders.ts';
import type { OperationModel } from '../model/read-model.ts';
import type { Namer } from '../run/create-namer.ts';
import { encodeRequest, type WireRequest } from '../run/encode-request.ts';

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
