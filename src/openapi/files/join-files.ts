import { ANYTHING, type Field, fieldsOf } from '../check/objects.ts';
import { DocumentError, isNode, type Node } from '../document/document.ts';
import { joinPointer, resolvePointer } from '../document/json-pointer.ts';
import { type ParsedYaml, parseYaml } from '../document/parse-yaml.ts';
import type { SourceFiles } from './source-files.ts';

/** A value with what it refers to in other files taken in. */
export interface JoinedFiles {
  readonly value: unknown;
  /** The URLs of all files that were read. */
  readonly urls: readonly string[];
  /** `file:line:column` of what stands at a JSON pointer. */
  readonly locate: ParsedYaml['locate'];
}

/** A place in a file. */
interface Place {
  readonly url: string;
  readonly pointer: string;
}

/**
 * Takes in what a text refers to in other files: a schema becomes one of the document's own, so that it is there
 * once and may refer to itself; anything else is copied to where it is referred to.
 *
 * @param url of the text, which others are relative to.
 * @param kind what the text is: `document`, or `any` where references to `#` lead elsewhere.
 * @throws DocumentError where some can't be had; its message has a line for each, with file, line and column.
 */
export const joinFiles = (text: string, url: string, kind: 'document' | 'any', files: SourceFiles): JoinedFiles => {
  const parsed = new Map<string, ParsedYaml>();
  const parse = (at: string, content: string): ParsedYaml => {
    const known = parsed.get(at) ?? parseYaml(content, files.show(at));
    parsed.set(at, known);
    return known;
  };
  const root = parse(url, text);
  const locateAt = ({ url: at, pointer }: Place, part?: 'name' | 'value'): string =>
    `${files.show(at)}:${parsed.get(at)?.locate(pointer, part)}`;
  const problems: string[] = [];
  const refuse = (from: Place, message: string): undefined => {
    problems.push(`${locateAt({ ...from, pointer: joinPointer(from.pointer, '$ref') })}: ${message}`);
    return undefined;
  };

  /** What a reference leads to; undefined where that can't be had. */
  const follow = (reference: string, from: Place): (Place & { readonly value: unknown }) | undefined => {
    if (!URL.canParse(reference, from.url)) return refuse(from, `$ref is no path: ${reference}`);
    const target = new URL(reference, from.url);
    const pointer = decodeURIComponent(target.hash.slice(1));
    target.hash = '';
    if (target.protocol !== new URL(from.url).protocol)
      return refuse(
        from,
        `$ref leads to another server: ${reference}. Save the file beside this one, and refer to that.`,
      );
    try {
      const file = parsed.get(target.href) ?? parse(target.href, files.read(target.href));
      const value = pointer === '' ? file.value : resolvePointer(file.value, pointer);
      if (value !== undefined) return { url: target.href, pointer, value };
      return refuse(from, `$ref leads nowhere: ${reference}. There is nothing at ${pointer} of that file.`);
    } catch (error) {
      if (error instanceof DocumentError) problems.push(error.message);
      else
        refuse(
          from,
          `$ref leads to ${reference.replace(/#.*/, '')}, which can't be read: ${(error as Error).message}.`,
        );
      return undefined;
    }
  };

  /** Where what was taken in stands now, and where it came from; later ones lie within earlier ones. */
  const moved: { readonly to: string; readonly from: Place }[] = [];
  const names = new Map<string, string>();
  const schemas: Record<string, unknown> = {};

  const takeSchema = ({ value, ...from }: NonNullable<ReturnType<typeof follow>>): string => {
    const id = `${from.url}#${from.pointer}`;
    const known = names.get(id);
    if (known !== undefined) return known;
    const own = resolvePointer(root.value, '/components/schemas');
    const taken = new Set([...(isNode(own) ? Object.keys(own) : []), ...names.values()]);
    const last = from.pointer === '' ? from.url.replace(/\.\w+$/, '') : from.pointer;
    const wanted = last.slice(last.lastIndexOf('/') + 1);
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
    names.set(id, name);
    const to = joinPointer('/components/schemas', name);
    moved.push({ to, from });
    schemas[name] = visit(fieldsOf.schema, value, from, to, []);
    return name;
  };

  const visit = (field: Field, value: unknown, from: Place, to: string, open: readonly string[]): unknown => {
    if (Array.isArray(value)) {
      const within = field.within[0] === '[]' ? { ...field, within: field.within.slice(1) } : ANYTHING;
      return value.map((item, index) => visit(within, item, stepOf(from, index), joinPointer(to, index), open));
    }
    if (!isNode(value)) return value;
    const { $ref: reference, ...rest } = value;
    const isOwn = typeof reference === 'string' && reference.startsWith('#') && from.url === url;
    const beside = (): Node =>
      Object.fromEntries(
        Object.entries(typeof reference === 'string' ? rest : value).map(([key, item]) => [
          key,
          visit(fieldOf(field, key), item, stepOf(from, key), joinPointer(to, key), open),
        ]),
      );
    if (typeof reference !== 'string') return beside();
    if (isOwn) return { $ref: reference, ...beside() };
    const target = follow(reference, from);
    if (!target) return {};
    if (target.url === url && kind === 'document') return { $ref: `#${encodeURI(target.pointer)}`, ...beside() };
    if (field.type === 'schema' && field.within.length === 0 && kind === 'document')
      return { $ref: `#${encodeURI(joinPointer('/components/schemas', takeSchema(target)))}`, ...beside() };
    const id = `${target.url}#${target.pointer}`;
    if (open.includes(id)) return refuse(from, `$ref leads back to itself: ${reference}. Only schemas may.`);
    moved.push({ to, from: target });
    const taken = visit(field, target.value, target, to, [...open, id]);
    return isNode(taken) ? { ...taken, ...beside() } : taken;
  };

  const whole = visit(kind === 'document' ? fieldsOf.document : ANYTHING, root.value, { url, pointer: '' }, '', []);
  if (problems.length > 0) throw new DocumentError('', [...new Set(problems)].join('\n'));
  return {
    value: Object.keys(schemas).length === 0 ? whole : withSchemas(whole as Node, schemas),
    urls: [...parsed.keys()],
    locate: (pointer, part) => {
      const piece = moved.findLast(({ to }) => pointer === to || pointer.startsWith(`${to}/`));
      if (!piece) return locateAt({ url, pointer }, part);
      return locateAt({ url: piece.from.url, pointer: piece.from.pointer + pointer.slice(piece.to.length) }, part);
    },
  };
};

const stepOf = ({ url, pointer }: Place, key: string | number): Place => ({ url, pointer: joinPointer(pointer, key) });

/** What a field of an object, or of an object with any names, holds. */
const fieldOf = (field: Field, name: string): Field => {
  if (field.within[0] === '{}') return { ...field, within: field.within.slice(1) };
  return (field.within.length === 0 ? fieldsOf.field(field.type, name) : undefined) ?? ANYTHING;
};

const withSchemas = (document: Node, schemas: Node): Node => {
  const components = isNode(document['components']) ? document['components'] : {};
  const own = isNode(components['schemas']) ? components['schemas'] : {};
  return { ...document, components: { ...components, schemas: { ...own, ...schemas } } };
};
