import { brokenBy, valuesOf } from '../../contract/model/request.ts';
import { childNode, type Document, isNode, type Node } from '../../openapi/document/document.ts';
import { joinPointer } from '../../openapi/document/json-pointer.ts';
import type { Action } from '../../openapi/overlays/apply-overlay.ts';
import { actionsOf } from '../../openapi/overlays/apply-readings.ts';
import { type Path, targetPointer } from '../../openapi/overlays/singular-query.ts';
import {
  type Place,
  partsOf,
  placeAt,
  propertyPlaces,
  queryOf,
  quote,
  recordWay,
} from '../evidence/document-places.ts';
import { NOT_THERE } from '../evidence/evidence.ts';
import type { Difference } from './difference.ts';

/** Actions that together may be what a difference needs. */
export type Proposal = readonly Action[];

/**
 * What may be changed of a document so that it says what was seen: likely ways first. Whether one does, a rehearsal
 * shows.
 *
 * @param document of the edition, as overlays find it: without readings applied.
 * @param others documents that may describe what this one lacks.
 */
export const proposeActions = (
  difference: Difference,
  document: Document,
  others: ReadonlyMap<string, Document>,
): Proposal[] => {
  const operation = operationAt(document, difference);
  const own = operation ? proposeAt(operation, difference, document, others) : [];
  return [...own, ...otherReadings(document)];
};

const proposeAt = (
  operation: Path,
  difference: Difference,
  document: Document,
  others: ReadonlyMap<string, Document>,
): Proposal[] => {
  const { clue } = difference;
  switch (clue.kind) {
    case 'outcome':
      return clue.seen.isDone
        ? proposeTaken(operation, difference, document)
        : proposeRefused(operation, difference, document);
    case 'success':
      return proposeStatus(operation, difference, document);
    case 'property':
      return proposeProperty(operation, difference, document, others);
    case 'header':
      return proposeHeader(difference, document, others);
    default:
      return [];
  }
};

/** Where the operation of a request stands in a document, whatever its parameters are called. */
const operationAt = (document: Document, { clue: { step } }: Difference): Path | undefined => {
  const { method, template } = step.model.operation;
  const bare = (text: string): string => text.replace(/\{[^}]*\}/g, '{}');
  const paths = childNode(document as unknown as Node, 'paths');
  const path = Object.keys(paths).find((each) => bare(each) === bare(template));
  return path === undefined ? undefined : ['paths', path, method.toLowerCase()];
};

/** Ways to refuse what is taken. */
const proposeRefused = (operation: Path, { clue }: Difference, document: Document): Proposal[] => {
  const { step, seen } = clue;
  const values = valuesOf(step.model, step.plan.changes);
  const listed = values.flatMap(([{ ref }, value]) =>
    schemasOf(document, operation, ref).flatMap(({ path, node }) =>
      Array.isArray(node['enum']) && node['enum'].map(String).includes(String(value))
        ? [
            [
              removeItem(
                [...path, 'enum'],
                node['enum'].find((each) => String(each) === String(value)),
              ),
            ],
          ]
        : [],
    ),
  );
  const given = new Set(values.map(([{ ref }]) => ref));
  const required = bodiesOf(document, operation).flatMap(({ path, node }) =>
    Object.keys(childNode(node, 'properties'))
      .filter((name) => !given.has(`body.${name}`) && !requiredOf(node).includes(name))
      .map((name): Proposal => {
        const target = Array.isArray(node['required']) ? [...path, 'required'] : path;
        return [{ target: queryOf(target), update: target === path ? { required: [name] } : name }];
      }),
  );
  const parameters = parametersOf(document, operation).flatMap(({ path, node }): Proposal[] =>
    node['required'] !== true && !given.has(`${node['in']}.${node['name']}`)
      ? [[{ target: queryOf(path), update: { required: true } }]]
      : [],
  );
  const content = placeAt(document, [...operation, 'requestBody', 'content']);
  const type = step.model.media?.type;
  const media: Proposal[] =
    content && type !== undefined && Object.keys(content.node).length > 1 && isNode(content.node[type])
      ? [[{ target: queryOf([...content.path, type]), remove: true }]]
      : [];
  const gone: Proposal[] = NOT_THERE.has(seen.status) ? [removeWhole(operation, document)] : [];
  return [...listed, ...required, ...parameters, ...media, ...gone];
};

/** Takes away what stands at a place, and what readings would change of it. */
const removeWhole = (place: Path, document: Document): Proposal => {
  const pointer = joinPointer('', ...place);
  const register = childNode(document as unknown as Node, 'x-ambiguities');
  const within = Object.keys(register).flatMap((id) =>
    Object.entries(childNode(childNode(register, id), 'readings')).flatMap(([name, reading]) => {
      const targets = actionsOf(reading).map(({ target }) => target);
      const own = new Set(targets.filter((target) => `${targetPointer(target)}/`.startsWith(`${pointer}/`)));
      const list = queryOf(['x-ambiguities', id, 'readings', name, 'actions']);
      return [...own].map((target): Action => ({ target: `${list}[?@.target == '${quote(target)}']`, remove: true }));
    }),
  );
  return [{ target: queryOf(place), remove: true }, ...within];
};

/** Ways to take what is refused. */
const proposeTaken = (operation: Path, { clue }: Difference, document: Document): Proposal[] => {
  const { model, plan } = clue.step;
  const values = valuesOf(model, plan.changes);
  const listed = values.flatMap(([{ ref }, value]) =>
    schemasOf(document, operation, ref).flatMap(({ path, node }): Proposal[] =>
      Array.isArray(node['enum']) && !node['enum'].map(String).includes(String(value))
        ? [[{ target: queryOf([...path, 'enum']), update: String(value) }]]
        : [],
    ),
  );
  const given = new Set(values.map(([{ ref }]) => ref));
  const required = bodiesOf(document, operation).flatMap(({ path, node }) =>
    requiredOf(node)
      .filter((name) => !given.has(`body.${name}`))
      .map((name): Proposal => [removeItem([...path, 'required'], name)]),
  );
  const parameters = parametersOf(document, operation).flatMap(({ path, node }): Proposal[] =>
    node['required'] === true && !given.has(`${node['in']}.${node['name']}`)
      ? [[{ target: queryOf(path), update: { required: false } }]]
      : [],
  );
  const broken = new Set(brokenBy(model, plan.changes).map(({ clause }) => clause));
  const clauses = values.flatMap(([{ ref }]) =>
    schemasOf(document, operation, ref).flatMap(({ path, node }): Proposal[] => {
      const holder = placeAt(document, path.slice(0, -2));
      const clause = childNode(node, 'x-clause')['id'];
      if (path.at(-2) !== 'allOf' || !holder || !broken.has(String(clause))) return [];
      // What says the same as all members says more than what is left of them.
      const restated = RESTATED.filter((name) => Object.hasOwn(holder.node, name));
      return [
        [
          {
            target: `${queryOf([...holder.path, 'allOf'])}[?@['x-clause'].id == '${quote(String(clause))}']`,
            remove: true,
          },
          ...restated.map((name) => ({ target: queryOf([...holder.path, name]), remove: true })),
        ],
      ];
    }),
  );
  return [...listed, ...required, ...parameters, ...clauses];
};

const RESTATED = ['pattern', 'minLength', 'maxLength'];

/** The status that was seen, instead of the one that is described. */
const proposeStatus = (operation: Path, { clue, prediction }: Difference, document: Document): Proposal[] => {
  const responses = placeAt(document, [...operation, 'responses']);
  const [before, after] = [String(prediction.status), String(clue.seen.status)];
  const described = responses?.node[before];
  if (!responses || !isNode(described)) return [];
  const { 'x-clause': _, ...response } = described;
  return [
    [
      { target: queryOf(responses.path), update: { [after]: response } },
      { target: queryOf([...responses.path, before]), update: { 'x-alternative': true } },
    ],
    [
      { target: queryOf(responses.path), update: { [after]: response } },
      { target: queryOf([...responses.path, before]), remove: true },
    ],
  ];
};

const proposeProperty = (
  operation: Path,
  difference: Difference,
  document: Document,
  others: ReadonlyMap<string, Document>,
): Proposal[] => {
  const { clue, prediction } = difference;
  const { name } = clue;
  const record = answerWay(document, operation, prediction.status);
  if (!record) return [];
  const isShown = clue.seen.properties?.includes(name) === true;
  if (!isShown) {
    const holders = partsOf(document, record).filter(({ node }) => isNode(childNode(node, 'properties')[name]));
    return holders.map(({ path, node }) => [
      ...(requiredOf(node).includes(name) ? [removeItem([...path, 'required'], name)] : []),
      { target: queryOf([...path, 'properties', name]), remove: true },
    ]);
  }
  const target = placeAt(document, record);
  if (!target || !isNode(target.node['properties'])) return [];
  const described = [...clue.agrees].flatMap(([edition, agrees]) => {
    const other = agrees ? others.get(edition) : undefined;
    const there = other && operationAt(other, difference);
    const way = other && there && answerWay(other, there, clue.seen.status);
    const [place] = way ? propertyPlaces(other, way, name) : [];
    return place && !JSON.stringify(place.node).includes('$ref') ? [place.node] : [];
  });
  return [[{ target: queryOf([...target.path, 'properties']), update: { [name]: described[0] ?? {} } }]];
};

/** The way to the schema of what a success shows. */
const answerWay = (document: Document, operation: Path, status: number): Path | undefined =>
  recordWay(document, [...operation, 'responses', String(status), 'content', 'application/json', 'schema']);

/** A header that all answers have, as the document names it. */
const proposeHeader = ({ clue }: Difference, document: Document, others: ReadonlyMap<string, Document>): Proposal[] => {
  const named = (each: Document): [string, unknown][] =>
    Object.entries(childNode(each as unknown as Node, 'components')).filter(
      ([, value]) => typeof value === 'string' && value.toLowerCase() === clue.name,
    );
  if (!clue.seen.headers.includes(clue.name))
    return named(document).map(([key]) => [{ target: queryOf(['components', key]), remove: true }]);
  const [found] = [...others.values()].flatMap(named);
  return found ? [[{ target: '$.components', update: { [found[0]]: found[1] } }]] : [];
};

/** Points on which the source is silent, each read in every other way. */
const otherReadings = (document: Document): Proposal[] =>
  Object.entries(childNode(document as unknown as Node, 'x-ambiguities')).flatMap(([id, point]) => {
    if (!isNode(point)) return [];
    const taken = point['default'];
    return Object.keys(childNode(point, 'readings'))
      .filter((reading) => reading !== taken && !reading.startsWith('$'))
      .map((reading): Proposal => [{ target: queryOf(['x-ambiguities', id, 'default']), update: reading }]);
  });

/** The bodies that an operation takes, each with the members of its allOf. */
const bodiesOf = (document: Document, operation: Path): Place[] => {
  const content = placeAt(document, [...operation, 'requestBody', 'content']);
  return Object.keys(content?.node ?? {}).flatMap((type) =>
    content ? partsOf(document, [...content.path, type, 'schema']) : [],
  );
};

const parametersOf = (document: Document, operation: Path): Place[] =>
  [operation, operation.slice(0, -1)].flatMap((holder) => {
    const list = placeAt(document, [...holder, 'parameters']);
    const count = Array.isArray(list?.node) ? list.node.length : 0;
    return Array.from(
      { length: count },
      (_, index) => placeAt(document, [...holder, 'parameters', index]) ?? [],
    ).flat();
  });

/** The schemas of one value of a request, by its reference: `body.name`, `query.filter.name`. */
const schemasOf = (document: Document, operation: Path, ref: string): Place[] => {
  const [place, name = '', ...rest] = ref.split('.');
  if (place === 'body') {
    const content = placeAt(document, [...operation, 'requestBody', 'content']);
    return Object.keys(content?.node ?? {}).flatMap((type) =>
      content ? propertyPlaces(document, [...content.path, type, 'schema'], [name, ...rest].join('.')) : [],
    );
  }
  return parametersOf(document, operation)
    .filter(({ node }) => node['in'] === place && node['name'] === name)
    .flatMap(({ path }) =>
      rest.length > 0
        ? propertyPlaces(document, [...path, 'schema'], rest.join('.'))
        : partsOf(document, [...path, 'schema']),
    );
};

const requiredOf = (node: Node): readonly string[] => (Array.isArray(node['required']) ? node['required'] : []);

const removeItem = (list: Path, item: unknown): Action => ({
  target: `${queryOf(list)}[?@ == ${typeof item === 'string' ? `'${quote(item)}'` : JSON.stringify(item)}]`,
  remove: true,
});
