import type { Call } from '../../src/engine/resolver.ts';
import { childNode, isNode } from '../../src/openapi/document/document.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';

/** What a request says of each record that it is about: the described fields of its body, or of each item of it. */
export const sentValues = ({ operation, body, items }: Call): StoredRecord[] => {
  const [media] = operation.mediaTypes;
  const isList = media?.schema['type'] === 'array';
  const described = isList ? childNode(media.schema, 'items') : (media?.schema ?? {});
  const names = Object.keys(childNode(described, 'properties'));
  return (isList ? items.filter(isNode) : [body]).map((sent) =>
    Object.fromEntries(names.filter((name) => sent[name] !== undefined).map((name) => [name, sent[name]])),
  );
};
