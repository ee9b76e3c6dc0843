import { DocumentError, isNode, isTexts, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { type ParsedYaml, parseYaml } from '../document/parse-yaml.ts';
import { joinFiles } from '../files/join-files.ts';
import type { SourceFiles } from '../files/source-files.ts';
import type { Action } from './apply-overlay.ts';

/** A document of the Overlay Specification, 1.0 or 1.1. */
export interface Overlay {
  readonly overlay: string;
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
    readonly 'x-description-zh'?: string;
  };
  /** The document that it is meant for, relative to this one. */
  readonly extends?: string;
  /** Overlays that are applied before its own actions, relative to this one. */
  readonly 'x-includes'?: readonly string[];
  readonly actions: readonly Action[];
}

/** An overlay and a way to say where in its text a pointer leads. */
export interface ParsedOverlay extends Pick<ParsedYaml, 'locate'> {
  readonly overlay: Overlay;
  /** The URLs of the files that it was read from, where they are known. */
  readonly urls: readonly string[];
}

type Fields = Readonly<Record<string, 'string' | 'boolean' | 'object' | 'list' | 'any'>>;

const OVERLAY: Fields = { overlay: 'string', info: 'object', extends: 'string', actions: 'list' };
const INFO: Fields = { title: 'string', version: 'string', description: 'string' };
const ACTION: Fields = { target: 'string', description: 'string', update: 'any', remove: 'boolean' };
/** What an action does; since 1.1 one of these. */
const CHANGES = ['update', 'copy', 'remove'];

/**
 * Reads an overlay from YAML or JSON text.
 *
 * @param from the URL of its file, and what reads the files that it refers to; `locate` and errors then name the file.
 *   Default: references to other files stay as they are.
 * @throws DocumentError if it is not YAML or breaks the specification; its message begins with the line and column.
 */
export const parseOverlay = (
  text: string,
  from?: { readonly url: string; readonly files: SourceFiles },
): ParsedOverlay => {
  const { value, urls, locate } = from
    ? joinFiles(text, from.url, 'any', from.files)
    : { ...parseYaml(text), urls: [] };
  try {
    checkOverlay(value);
  } catch (error) {
    if (error instanceof DocumentError) throw new DocumentError('', `${locate(error.pointer)}: ${error.message}`);
    throw error;
  }
  return { overlay: value as unknown as Overlay, urls, locate };
};

const checkOverlay = (value: unknown): void => {
  const version = (isNode(value) && textAt(value, 'overlay')) || '';
  if (!isNode(value) || !/^1\.[01]\.\d+$/.test(version))
    throw new DocumentError('', 'not an overlay that can be read: it has no "overlay: 1.0.x" or "1.1.x" at its top.');
  const is10 = version.startsWith('1.0');
  checkFields(value, OVERLAY, ['info', 'actions'], '');
  const includes = value['x-includes'] ?? [];
  if (!isTexts(includes)) throw new DocumentError('/x-includes', '"x-includes" must be a list of overlays.');
  checkFields(value['info'] as Node, INFO, ['title', 'version'], '/info');
  const actions = value['actions'] as readonly unknown[];
  if (actions.length === 0) throw new DocumentError('/actions', 'an overlay needs at least one action.');
  actions.forEach((action, index) => {
    const pointer = joinPointer('/actions', index);
    if (!isNode(action)) throw new DocumentError(pointer, 'an action must be an object.');
    checkFields(action, is10 ? ACTION : { ...ACTION, copy: 'string' }, ['target'], pointer);
    const changes = CHANGES.filter((name) => Object.hasOwn(action, name));
    if (!is10 && changes.length !== 1)
      throw new DocumentError(pointer, `an action needs one of ${CHANGES.join(', ')} (it has ${changes.length}).`);
    const same = actions.findIndex((other) => JSON.stringify(other) === JSON.stringify(action));
    if (same < index)
      throw new DocumentError(pointer, `the same action stands in the list already, as number ${same + 1}.`);
  });
};

const checkFields = (node: Node, fields: Fields, required: readonly string[], pointer: string): void => {
  for (const name of required)
    if (!Object.hasOwn(node, name)) throw new DocumentError(pointer, `the field "${name}" is missing.`);
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('x-')) continue;
    const at = joinPointer(pointer, name);
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined)
      throw new DocumentError(at, `unknown field "${name}" (known: ${Object.keys(fields).join(', ')}).`);
    const given = Array.isArray(value) ? 'list' : isNode(value) ? 'object' : typeof value;
    if (type !== 'any' && type !== given)
      throw new DocumentError(at, `"${name}" must be of type ${type} (it is ${given}).`);
  }
};
