import { compileSchema, type Validate } from '../openapi/compile-schema.ts';
import { childNode, DocumentError, isTexts, type Node, textAt } from '../openapi/document/document.ts';
import { joinPointer } from '../openapi/document/json-pointer.ts';
import { perDocument } from '../openapi/document/per-document.ts';

/** What a document says about one collection (`x-collections`). */
export interface Definition {
  readonly name: string;
  /** The properties that make a record unique, in order. */
  readonly key: readonly string[];
  /** The collection whose records hold these: its key is the beginning of this one's. */
  readonly parent: string | undefined;
  /** The property that numbers the records; lists are in its order. */
  readonly sequence: string | undefined;
  /** Properties by whose values records are found without looking at the others. */
  readonly indexes: readonly string[];
  readonly validate: Validate;
}

/**
 * The collections of a document, by name.
 *
 * @param document with its references resolved.
 * @throws DocumentError where a definition is incomplete.
 */
export const listCollections = perDocument((document): ReadonlyMap<string, Definition> => {
  const collections = childNode(childNode(document as unknown as Node, 'components'), 'x-collections');
  const list = (value: unknown, pointer: string): readonly string[] => {
    if (value === undefined) return [];
    if (isTexts(value)) return value;
    throw new DocumentError(pointer, 'must be a list of properties.');
  };
  return new Map(
    Object.keys(collections).map((name) => {
      const node = childNode(collections, name);
      const pointer = joinPointer('/components/x-collections', name);
      const parent = textAt(node, 'parent');
      const key = list(node['key'], joinPointer(pointer, 'key'));
      const parentKey =
        parent === undefined || !Object.hasOwn(collections, parent)
          ? []
          : list(childNode(collections, parent)['key'], joinPointer('/components/x-collections', parent, 'key'));
      if (key.length === 0) throw new DocumentError(pointer, 'a collection needs a key.');
      if (parent !== undefined && (parentKey.length === 0 || parentKey.length >= key.length))
        throw new DocumentError(pointer, `the key must begin with that of its parent "${parent}" and go on.`);
      return [
        name,
        {
          name,
          key,
          parent,
          sequence: textAt(node, 'sequence'),
          indexes: list(node['indexes'], joinPointer(pointer, 'indexes')),
          validate: compileSchema(node['schema'], joinPointer(pointer, 'schema')),
        },
      ];
    }),
  );
});

/** The key of the record that holds this one, as a record of its collection; undefined without a parent. */
export const parentOf = (
  definition: Definition,
  definitions: ReadonlyMap<string, Definition>,
  record: Readonly<Record<string, unknown>>,
): { readonly collection: Definition; readonly record: Readonly<Record<string, unknown>> } | undefined => {
  const collection = definition.parent === undefined ? undefined : definitions.get(definition.parent);
  if (!collection) return undefined;
  return {
    collection,
    record: Object.fromEntries(
      collection.key.map((property, index) => [property, record[definition.key[index] ?? '']]),
    ),
  };
};
