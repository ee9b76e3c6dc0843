import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument as parseYamlDocument,
  visit,
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

  // The library looks for the anchor of an alias through the whole text, and only when it makes the value.
  const anchors = new Map<string, unknown>();
  const targets: Targets = new Map();
  visit(yaml, {
    Node: (_key, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      if (!anchors.has(node.source))
        throw new DocumentError('', `${file}${place(node.range?.[0] ?? 0)}: not YAML: no anchor for *${node.source}`);
      targets.set(node, anchors.get(node.source));
    },
  });
  const find = (path: readonly string[]): unknown =>
    path.reduce<unknown>((node, key) => entryOf(targets, node, key)?.value, yaml.contents);

  // Pointers come from the document with its references resolved, so they are followed here too.
  const locate = (pointer: string, part = 'value'): string => {
    let at: Found | undefined = { value: yaml.contents, name: undefined };
    for (const key of splitPointer(pointer)) {
      const reference = entryOf(targets, at.value, '$ref')?.value;
      const target = isScalar(reference) && !entryOf(targets, at.value, key) ? String(reference.value) : undefined;
      const holder = target === undefined ? at.value : find(splitPointer(target));
      const next = entryOf(targets, holder, key);
      if (!next) return placeOf(at.value);
      at = next;
    }
    return placeOf(part === 'name' && isNode(at.name) ? at.name : at.value);
  };
  const placeOf = (node: unknown): string => (isNode(node) && node.range ? place(node.range[0]) : '1:1');
  const plainAt = (pointer: string): string | undefined => {
    const node = find(splitPointer(pointer));
    return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
  };
  return { value: yaml.toJS() as unknown, locate, plainAt };
};

/** A value in a text, and its name. */
interface Found {
  readonly value: unknown;
  readonly name: unknown;
}

/** What each alias stands for. */
type Targets = Map<Alias, unknown>;

/** What stands at a key; names that are numbers in YAML are texts in a pointer. */
const entryOf = (targets: Targets, holder: unknown, key: string): Found | undefined => {
  const node = isAlias(holder) ? targets.get(holder) : holder;
  if (isSeq(node))
    return node.items[Number(key)] === undefined ? undefined : { value: node.items[Number(key)], name: undefined };
  const pair = isMap(node)
    ? node.items.find(({ key: name }) => String(isScalar(name) ? name.value : name) === key)
    : undefined;
  return pair && { value: pair.value, name: pair.key };
};
