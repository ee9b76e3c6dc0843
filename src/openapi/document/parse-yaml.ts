import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument as parseYamlDocument,
  visit,
  type Document as YamlDocument,
} from 'yaml';

import { DocumentError } from './document.ts';
import { splitPointer } from './json-pointer.ts';

/** A value read from YAML or JSON text, and a way to say where in its text a pointer leads. */
export interface ParsedYaml {
  readonly value: unknown;
  /** `line:column` of the value at a JSON pointer, or of its name; of the nearest one above it where it is not there. */
  readonly locate: (pointer: string, part?: 'name' | 'value') => string;
  /** The text of a single value that stands without quotes, as it is written: `1.10`, `007`, `yes`. */
  readonly plainAt: (pointer: string) => string | undefined;
}

/**
 * Reads YAML or JSON text.
 *
 * @param shown what its file is called in messages.
 * @throws DocumentError if it is not YAML; its message begins with file, line and column.
 */
export const parseYaml = (text: string, shown = ''): ParsedYaml => {
  const file = shown === '' ? '' : `${shown}:`;
  const lines = new LineCounter();
  const yaml = parseYamlDocument(text, { lineCounter: lines });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const [error] = yaml.errors;
  if (error) {
    const reason = error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '');
    throw new DocumentError('', `${file}${place(error.pos[0])}: not YAML: ${reason}`);
  }

  // Pointers come from the document with its references resolved, so they are followed here too.
  const locate = (pointer: string, part = 'value'): string => {
    let at: Found | undefined = { value: yaml.contents, name: undefined };
    for (const key of splitPointer(pointer)) {
      const reference = entryOf(yaml, at.value, '$ref')?.value;
      const target = isScalar(reference) && !entryOf(yaml, at.value, key) ? String(reference.value) : undefined;
      const holder = target === undefined ? at.value : find(yaml, splitPointer(target));
      const next = entryOf(yaml, holder, key);
      if (!next) return placeOf(at.value);
      at = next;
    }
    return placeOf(part === 'name' && isNode(at.name) ? at.name : at.value);
  };
  const placeOf = (node: unknown): string => (isNode(node) && node.range ? place(node.range[0]) : '1:1');
  // The library looks for the anchors of aliases only when it makes the value.
  visit(yaml, {
    Alias: (_key, alias) => {
      if (!alias.resolve(yaml))
        throw new DocumentError('', `${file}${place(alias.range?.[0] ?? 0)}: not YAML: no anchor for *${alias.source}`);
    },
  });
  const plainAt = (pointer: string): string | undefined => {
    const node = find(yaml, splitPointer(pointer));
    return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
  };
  return { value: yaml.toJS() as unknown, locate, plainAt };
};

/** A value in a text, and its name. */
interface Found {
  readonly value: unknown;
  readonly name: unknown;
}

/** What stands at a key; names that are numbers in YAML are texts in a pointer. */
const entryOf = (yaml: YamlDocument, holder: unknown, key: string): Found | undefined => {
  const node = isAlias(holder) ? holder.resolve(yaml as never) : holder;
  if (isSeq(node))
    return node.items[Number(key)] === undefined ? undefined : { value: node.items[Number(key)], name: undefined };
  const pair = isMap(node)
    ? node.items.find(({ key: name }) => String(isScalar(name) ? name.value : name) === key)
    : undefined;
  return pair && { value: pair.value, name: pair.key };
};

const find = (yaml: YamlDocument, path: readonly string[]): unknown =>
  path.reduce<unknown>((node, key) => entryOf(yaml, node, key)?.value, yaml.contents);
