import { isScalar, LineCounter, parseDocument as parseYamlDocument, visit } from 'yaml';

import { DocumentError } from './document.ts';
import { splitPointer } from './json-pointer.ts';

/** A value read from YAML or JSON text, and a way to say where in its text a pointer leads. */
export interface ParsedYaml {
  readonly value: unknown;
  /** `line:column` of the value at a JSON pointer, or of the nearest one above it. */
  readonly locate: (pointer: string) => string;
  /** The text of a single value that stands without quotes, as it is written: `1.10`, `007`, `yes`. */
  readonly plainAt: (pointer: string) => string | undefined;
}

/**
 * Reads YAML or JSON text.
 *
 * @throws DocumentError if it is not YAML.
 */
export const parseYaml = (text: string): ParsedYaml => {
  const lines = new LineCounter();
  const yaml = parseYamlDocument(text, { lineCounter: lines });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const [error] = yaml.errors;
  if (error) {
    const reason = error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '');
    throw new DocumentError('', `${place(error.pos[0])}: not YAML: ${reason}`);
  }

  // Pointers come from the document with its references resolved, so they are followed here too.
  const locate = (pointer: string): string => {
    let path: string[] = [];
    let found = '1:1';
    for (const key of splitPointer(pointer)) {
      const reference: unknown = yaml.getIn([...path, '$ref']);
      if (typeof reference === 'string' && !yaml.hasIn([...path, key])) path = splitPointer(reference);
      path = [...path, key];
      const node = yaml.getIn(path, true) as { range?: readonly number[] } | undefined;
      if (!node?.range) break;
      found = place(node.range[0] ?? 0);
    }
    return found;
  };
  // The library looks for the anchors of aliases only when it makes the value.
  visit(yaml, {
    Alias: (_key, alias) => {
      if (!alias.resolve(yaml))
        throw new DocumentError('', `${place(alias.range?.[0] ?? 0)}: not YAML: no anchor for *${alias.source}`);
    },
  });
  const plainAt = (pointer: string): string | undefined => {
    const node = yaml.getIn(splitPointer(pointer), true);
    return isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
  };
  return { value: yaml.toJS() as unknown, locate, plainAt };
};
