import { childNode, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { METHODS } from '../operations/list-operations.ts';
import { checkRules } from './check-rules.ts';
import type { Context } from './context.ts';
import { sayUnknown } from './problem.ts';
import { show } from './visit-objects.ts';

/** Checks paths, their operations, and what those refer to by name. */
export const checkOperations = (context: Context): void => {
  const { objects, resolved, tell } = context;
  const routes = new Map<string, string>();
  for (const [template, item] of Object.entries(childNode(resolved, 'paths'))) {
    if (template.startsWith('x-') || !isNode(item)) continue;
    const pointer = joinPointer('', 'paths', template);
    const aliases = Array.isArray(item['x-aliases']) ? item['x-aliases'].map(String) : [];
    for (const [path, at] of [
      [template, pointer] as const,
      ...aliases.map((alias, index) => [alias, joinPointer(pointer, 'x-aliases', index)] as const),
    ])
      checkTemplate(path, at, routes, context);
    checkItem(template, item, pointer, context);
  }
  checkIds(context);
  for (const { kind, node, pointer } of objects) {
    if (kind === 'requirement') {
      const schemes = Object.keys(childNode(childNode(resolved, 'components'), 'securitySchemes'));
      for (const name of Object.keys(node))
        if (!schemes.includes(name))
          tell(joinPointer(pointer, name), sayUnknown(`there is no security scheme "${name}"`, name, schemes), true);
    }
    if (kind === 'operation') checkStatuses(node, pointer, context);
    if (kind === 'body' || kind === 'response') checkMediaTypes(node, pointer, context);
  }
};

const NAME = /\{([^{}]*)\}/g;

const checkTemplate = (path: string, pointer: string, routes: Map<string, string>, { tell }: Context): void => {
  if (!path.startsWith('/')) tell(pointer, `a path begins with a slash (it is ${show(path)}).`, true);
  if (/[{}]/.test(path.replace(/\{[^{}/]+\}/g, ''))) tell(pointer, `the braces of ${path} do not fit together.`, true);
  const names = [...path.matchAll(NAME)].map(([, name]) => name ?? '');
  for (const name of names.filter((each, index) => names.indexOf(each) < index))
    tell(pointer, `{${name}} stands in the path twice. Give each parameter a name of its own.`, true);
  const route = path.replace(NAME, '{}');
  const same = routes.get(route);
  if (same === undefined) routes.set(route, path);
  else tell(pointer, `it is the same route as ${same}. Put their operations under one of them.`, true);
};

const checkItem = (template: string, item: Node, pointer: string, context: Context): void => {
  const names = [...template.matchAll(NAME)].map(([, name]) => name ?? '');
  const shared = checkParameters(item, names, template, pointer, context);
  for (const method of METHODS) {
    const operation = item[method];
    if (!isNode(operation)) continue;
    const at = joinPointer(pointer, method);
    const own = checkParameters(operation, names, template, at, context);
    for (const name of names)
      if (![...own, ...shared].some((each) => each['in'] === 'path' && each['name'] === name))
        context.tell(at, `the path parameter {${name}} is not described. Add it to "parameters".`, true);
    checkRules(operation, [...own, ...shared], at, context);
  }
};

const checkParameters = (
  holder: Node,
  names: readonly string[],
  template: string,
  pointer: string,
  { tell, note }: Context,
): readonly Node[] => {
  const parameters = Array.isArray(holder['parameters']) ? holder['parameters'].filter(isNode) : [];
  const seen = new Set<string>();
  for (const [index, parameter] of parameters.entries()) {
    const at = joinPointer(pointer, 'parameters', index);
    const { name, in: place, style } = parameter;
    const said = typeof name === 'string' ? name : show(name);
    const key = `${show(place)} ${said}`;
    if (seen.has(key)) tell(at, `the parameter ${said} stands in the list twice.`);
    seen.add(key);
    if (place === 'path' && !names.includes(said))
      tell(at, sayUnknown(`there is no {${said}} in ${template}`, said, names, 'Remove the parameter.'));
    if (place === 'path' && parameter['required'] !== true)
      tell(at, `the path parameter ${said} needs "required: true".`);
    if (!isNode(parameter['schema']) && typeof parameter['schema'] !== 'boolean' && !isNode(parameter['content']))
      tell(at, `the parameter ${said} needs a "schema".`);
    const isObject = childNode(parameter, 'schema')['type'] === 'object';
    if (isNode(parameter['content']) || isObject || style === 'deepObject' || style === 'matrix' || style === 'label')
      note(at, `the value of the parameter ${said} is not checked: it is no plain value or list`);
  }
  return parameters;
};

const checkIds = ({ objects, tell }: Context): void => {
  const places = new Map<string, string>();
  for (const { kind, node, pointer } of objects) {
    const id = textAt(node, 'operationId');
    if (kind !== 'operation' || id === undefined) continue;
    const same = places.get(id);
    if (same === undefined) places.set(id, pointer);
    else
      tell(joinPointer(pointer, 'operationId'), `the operationId "${id}" stands twice. Give each operation its own.`);
  }
  for (const { kind, node, pointer } of objects) {
    const id = textAt(node, 'operationId');
    if (kind === 'link' && id !== undefined && !places.has(id))
      tell(joinPointer(pointer, 'operationId'), sayUnknown(`there is no operation "${id}"`, id, places.keys()));
  }
};

const checkStatuses = (operation: Node, pointer: string, { tell }: Context): void => {
  for (const status of Object.keys(childNode(operation, 'responses')))
    if (!/^(?:[1-5](?:\d\d|XX)|default)$/.test(status) && !status.startsWith('x-'))
      tell(
        joinPointer(pointer, 'responses', status),
        `${show(status)} is no status: give a number from 100 to 599, a range like 4XX, or default.`,
        true,
      );
};

const TOKEN = "[\\w!#$&^.+'*|~`%-]+";
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?:\\s*;\\s*${TOKEN}=(?:${TOKEN}|"[^"]*"))*$`);

const checkMediaTypes = (holder: Node, pointer: string, { tell }: Context): void => {
  for (const type of Object.keys(childNode(holder, 'content')))
    if (!MEDIA_TYPE.test(type))
      tell(joinPointer(pointer, 'content', type), `${show(type)} is no media type, such as application/json.`, true);
};
