import { brokenBy, valuesOf } from '../../contract/model/request.ts';
import { NOT_THERE } from '../../http/same-refusal.ts';
import { childNode, type Document, isNode, type Node } from '../../openapi/document/document.ts';
import { joinPointer } from '../../openapi/document/json-pointer.ts';
import { schemaFieldOf } from '../../openapi/operations/list-operations.ts';
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
import type { ProbeStep } from '../probes/probe.ts';
import type { Difference } from './difference.ts';

/** Actions that together may be what a difference needs. */
export type Proposal = readonly Action[];

/** A document, and where an operation stands in it. */
interface Spot {
  readonly document: Document;
  readonly operation: Path;
}

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
  const spot = spotIn(document, difference);
  return [...(spot ? proposeAt(spot, difference, others) : []), ...otherReadings(document)];
};

const proposeAt = (spot: Spot, difference: Difference, others: ReadonlyMap<string, Document>): Proposal[] => {
  const { clue } = difference;
  switch (clue.kind) {
    case 'outcome':
      return clue.seen.isDone ? proposeTaken(spot, difference) : proposeRefused(spot, difference);
    case 'success':
      return proposeStatus(spot, difference);
    case 'property':
      return proposeProperty(spot, difference, others);
    case 'header':
      return proposeHeader(difference, spot.document, others);
    default:
      return [];
  }
};

/** Where the operation of a request stands in a document, whatever its parameters are called. */
const spotIn = (document: Document, { clue: { step } }: Difference): Spot | undefined => {
  const { method, template } = step.model.operation;
  const bare = (text: string): string => text.replace(/\{[^}]*\}/g, '{}');
  const paths = childNode(document as unknown as Node, 'paths');
  const path = Object.keys(paths).find((each) => bare(each) === bare(template));
  return path === undefined ? undefined : { document, operation: ['paths', path, method.toLowerCase()] };
};

/** Ways to refuse what is taken. */
const proposeRefused = (spot: Spot, { clue }: Difference): Proposal[] => {
  const { document, operation } = spot;
  const { step, seen } = clue;
  const listed = listsOf(spot, step).flatMap(({ at, item }) => (item === undefined ? [] : [[removeItem(at, item)]]));
  const given = givenIn(step);
  const required = bodiesOf(spot).flatMap(({ path, node }) =>
    Object.keys(childNode(node, 'properties'))
      .filter((name) => !given.has(`body.${name}`) && !requiredOf(node).includes(name))
      .map((name): Proposal => {
        const target = Array.isArray(node['required']) ? [...path, 'required'] : path;
        return [{ target: queryOf(target), update: target === path ? { required: [name] } : name }];
      }),
  );
  const content = placeAt(document, [...operation, 'requestBody', 'content']);
  const type = step.model.media?.type;
  const media: Proposal[] =
    content && type !== undefined && Object.keys(content.node).length > 1 && isNode(content.node[type])
      ? [[{ target: queryOf([...content.path, type]), remove: true }]]
      : [];
  const gone: Proposal[] = NOT_THERE.has(seen.status) ? [removeWhole(operation, document)] : [];
  return [...listed, ...required, ...proposeRequired(spot, given, true), ...media, ...gone];
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
const proposeTaken = (spot: Spot, { clue: { step } }: Difference): Proposal[] => {
  const { model, plan } = step;
  const listed = listsOf(spot, step).flatMap(({ at, item, value }): Proposal[] =>
    item === undefined ? [[{ target: queryOf(at), update: value }]] : [],
  );
  const given = givenIn(step);
  const required = bodiesOf(spot).flatMap(({ path, node }) =>
    requiredOf(node)
      .filter((name) => !given.has(`body.${name}`))
      .map((name): Proposal => [removeItem([...path, 'required'], name)]),
  );
  const broken = new Set(brokenBy(model, plan.changes).map(({ clause }) => clause));
  const clauses = [...given].flatMap((ref) =>
    schemasOf(spot, ref).flatMap(({ path, node }): Proposal[] => {
      const holder = placeAt(spot.document, path.slice(0, -2));
      const clause = String(childNode(node, 'x-clause')['id']);
      if (path.at(-2) !== 'allOf' || !holder || !broken.has(clause)) return [];
      // What says the same as all members says more than what is left of them.
      const restated = RESTATED.filter((name) => Object.hasOwn(holder.node, name));
      const target = `${queryOf([...holder.path, 'allOf'])}[?@['x-clause'].id == '${quote(clause)}']`;
      const places = [target, ...restated.map((name) => queryOf([...holder.path, name]))];
      return [places.map((place) => ({ target: place, remove: true }))];
    }),
  );
  return [...listed, ...required, ...proposeRequired(spot, given, false), ...clauses];
};

const RESTATED = ['pattern', 'minLength', 'maxLength'];

/** The places of the values that a request has. */
const givenIn = ({ model, plan }: ProbeStep): ReadonlySet<string> =>
  new Set(valuesOf(model, plan.changes).map(([{ ref }]) => ref));

/** Parameters that a request lacks, made required, or no longer so. */
const proposeRequired = (spot: Spot, given: ReadonlySet<string>, required: boolean): Proposal[] =>
  parametersOf(spot).flatMap(({ path, node }): Proposal[] =>
    (node['required'] === true) !== required && !given.has(`${node['in']}.${node['name']}`)
      ? [[{ target: queryOf(path), update: { required } }]]
      : [],
  );

/** The lists that the values of a request must be in, each with the item that is the value, where there is one. */
const listsOf = (spot: Spot, { model, plan }: ProbeStep) =>
  valuesOf(model, plan.changes).flatMap(([{ ref }, sent]) =>
    schemasOf(spot, ref).flatMap(({ path, node }) => {
      const [items, value]: [unknown, string] = [node['enum'], String(sent)];
      if (!Array.isArray(items)) return [];
      return [{ at: [...path, 'enum'], value, item: items.find((each: unknown) => String(each) === value) as unknown }];
    }),
  );

/** The status that was seen, instead of the one that is described. */
const proposeStatus = ({ document, operation }: Spot, { clue, prediction }: Difference): Proposal[] => {
  const responses = placeAt(document, [...operation, 'responses']);
  const [before, after] = [String(prediction.status), String(clue.seen.status)];
  const described = responses?.node[before];
  if (!responses || !isNode(described)) return [];
  const { 'x-clause': _, ...response } = described;
  const added = { target: queryOf(responses.path), update: { [after]: response } };
  const target = queryOf([...responses.path, before]);
  return [
    [added, { target, update: { 'x-alternative': true } }],
    [added, { target, remove: true }],
  ];
};

const proposeProperty = (spot: Spot, difference: Difference, others: ReadonlyMap<string, Document>): Proposal[] => {
  const { clue, prediction } = difference;
  const { name } = clue;
  const record = answerWay(spot, prediction.status);
  if (!record) return [];
  if (!clue.seen.properties?.includes(name)) {
    const holders = partsOf(spot.document, record).filter(({ node }) => isNode(childNode(node, 'properties')[name]));
    return holders.map(({ path, node }) => [
      ...(requiredOf(node).includes(name) ? [removeItem([...path, 'required'], name)] : []),
      { target: queryOf([...path, 'properties', name]), remove: true },
    ]);
  }
  const target = placeAt(spot.document, record);
  if (!target || !isNode(target.node['properties'])) return [];
  const described = [...clue.agrees].flatMap(([edition, agrees]) => {
    const other = agrees ? others.get(edition) : undefined;
    const there = other && spotIn(other, difference);
    const way = there && answerWay(there, clue.seen.status);
    const [place] = way ? propertyPlaces(there.document, way, name) : [];
    return place && !JSON.stringify(place.node).includes('$ref') ? [place.node] : [];
  });
  return [[{ target: queryOf([...target.path, 'properties']), update: { [name]: described[0] ?? {} } }]];
};

/** The way to the schema of what a success shows. */
const answerWay = ({ document, operation }: Spot, status: number): Path | undefined =>
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

/** The ways to the schemas of the bodies that an operation takes. */
const bodyWays = ({ document, operation }: Spot): Path[] => {
  const content = placeAt(document, [...operation, 'requestBody', 'content']);
  return content ? Object.keys(content.node).map((type) => [...content.path, type, 'schema']) : [];
};

/** The bodies, each with the members of its allOf. */
const bodiesOf = (spot: Spot): Place[] => bodyWays(spot).flatMap((way) => partsOf(spot.document, way));

const parametersOf = ({ document, operation }: Spot): Place[] =>
  [operation, operation.slice(0, -1)].flatMap((holder) => {
    const list = placeAt(document, [...holder, 'parameters'])?.node;
    const indices = Array.isArray(list) ? [...list.keys()] : [];
    return indices.flatMap((index) => placeAt(document, [...holder, 'parameters', index]) ?? []);
  });

/** The schemas of one value of a request, by its reference: `body.name`, `query.filter.name`. */
const schemasOf = (spot: Spot, ref: string): Place[] => {
  const { document } = spot;
  const [place, ...names] = ref.split('.');
  if (place === 'body') return bodyWays(spot).flatMap((way) => propertyPlaces(document, way, names.join('.')));
  const [name, ...rest] = names;
  return parametersOf(spot)
    .filter(({ node }) => node['in'] === place && node['name'] === name)
    .flatMap(({ node, path }) => {
      const way = [...path, schemaFieldOf(node)];
      return rest.length > 0 ? propertyPlaces(document, way, rest.join('.')) : partsOf(document, way);
    });
};

const requiredOf = (node: Node): readonly string[] => (Array.isArray(node['required']) ? node['required'] : []);

const removeItem = (list: Path, item: unknown): Action => ({
  target: `${queryOf(list)}[?@ == ${typeof item === 'string' ? `'${quote(item)}'` : JSON.stringify(item)}]`,
  remove: true,
});
