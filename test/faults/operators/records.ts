import type { Call, Outcome } from '../../../src/engine/resolver.ts';
import { childNode, type Node, textAt } from '../../../src/openapi/document/document.ts';
import { joinPointer } from '../../../src/openapi/document/json-pointer.ts';
import type { Store } from '../../../src/store/create-store.ts';
import { type OperationPlace, requirementsOf } from '../places.ts';
import type { Hooks } from '../serve.ts';
import { answering } from './answers.ts';
import {
  type Context,
  changedBy,
  type Draft,
  draft,
  failureClause,
  type Judged,
  type Operator,
  ofStatus,
  operator,
  pair,
} from './context.ts';

/** What must exist, what must not, what is taken, and what an operation does to records. */
export const recordOperators: readonly Operator[] = [
  operator('key-dropped', 'a name can be taken twice', (context) =>
    creators(context, ({ operation, unique, judged }) => {
      const effect = { kind: 'create', collection: unique['collection'], key: unique['key'] };
      const edits = [{ at: `${operation.at}/x-unique-key` }, { at: `${operation.at}/x-effect`, set: effect }];
      return [draft(operation.id, edits, judged)];
    }),
  ),
  operator('key-replaced', 'what has the name already is overwritten', (context) =>
    creators(context, (creator) => [
      draft(
        creator.operation.id,
        onTaken(creator, () => true, true),
        creator.judged,
      ),
    ]),
  ),
  operator('key-narrower', 'the same name conflicts only where another value is the same, too', (context) =>
    creators(context, (creator) =>
      fieldsOf(context, creator).map((field) => {
        const isOther = (call: Call, record: StoredRecord): boolean => text(call.body[field]) !== text(record[field]);
        return draft(`${creator.operation.id}/${field}`, onTaken(creator, isOther, false), creator.judged);
      }),
    ),
  ),
  operator('key-wider', 'a name conflicts with that of another place', (context) =>
    creators(context, ({ operation, unique, judged }) => {
      const key = Object.entries(childNode(unique, 'key'));
      const expects = [...(judged.expects ?? []), ...ofStatus(operation, operation.success)];
      return key.slice(0, -1).map(([dropped]) => {
        const wanted = key.filter(([property]) => property !== dropped);
        const hooks = (): Hooks => ({
          resolve: async (call, next, store) => {
            const rule = call.operation.uniqueKey;
            if (call.operation.id !== operation.id || !rule) return next(call);
            const values = wanted.map(([, place]) => valueAt(call, String(place)));
            const isTaken = store
              .list(rule.collection)
              .records.some((record) => wanted.every(([property], index) => text(record[property]) === values[index]));
            return isTaken ? { refuse: 'unique', rule, values } : next(call);
          },
        });
        return draft(`${operation.id}/${dropped}`, hooks, judged, { expects });
      });
    }),
  ),
  operator('requirement-dropped', 'what must exist is not asked for', (context) =>
    requirements(context, (operation, rule, judged) => {
      const status = context.codes.get(textAt(rule, 'code') ?? '');
      // It answers with what was shown last, or what the document shows.
      const hooks = answering(operation, (answer, last) =>
        answer.status === status && answer.body.includes(textAt(rule, 'code') ?? '')
          ? { ...answer, status: Number(operation.success), body: last ?? exampleOf(operation) }
          : answer,
      );
      return [hooks, judged, { tolerates: ofStatus(operation, operation.success) }];
    }),
  ),
  operator('requirement-status', 'what does not exist is answered with another status', (context) =>
    requirements(context, (operation, rule, judged, index) => {
      const wanted = context.codes.get(textAt(rule, 'code') ?? '') === 400 ? 404 : 400;
      const set = [...context.codes].find(([, status]) => status === wanted)?.[0];
      return [[{ at: joinPointer(operation.at, 'x-requires', index, 'code'), set }], judged];
    }),
  ),
  operator('blocker-dropped', 'what must not be there any more is not looked for', ({ operations, isMakeable }) =>
    operations.flatMap((operation) => {
      const rules = operation.node['x-requires-none'];
      return (Array.isArray(rules) ? (rules as Node[]) : []).map((rule) =>
        draft(operation.id, [{ at: `${operation.at}/x-requires-none` }], {
          expects: pair(operation, textAt(rule, 'clause')),
          places: [`${operation.id} x-requires-none`],
          ...(isMakeable(textAt(rule, 'collection') ?? '')
            ? {}
            : { equivalent: 'no operation makes what hangs on it' }),
        }),
      );
    }),
  ),
  operator('children-kept', 'what lay in a deleted record stays', (context) => {
    const collections = childNode(childNode(context.document as unknown as Node, 'components'), 'x-collections');
    return Object.keys(collections).flatMap((name): Draft[] => {
      const parent = textAt(childNode(collections, name), 'parent');
      const deletion = context.operations.find(({ kind, collection }) => kind === 'delete' && collection === parent);
      if (parent === undefined || !deletion) return [];
      // A point of the register may say what happens to them.
      const open = context.openAt(deletion.at).flatMap((clause) => pair(deletion, clause));
      const edit = { at: joinPointer('/components/x-collections', name, 'parent') };
      return [
        draft(name, [edit], {
          expects: [...ofStatus(deletion, deletion.success), ...open],
          ...(open.length > 0 ? { level: 'should' } : {}),
          places: [`collection ${name}`],
          ...(context.isMakeable(name) ? {} : { equivalent: `no operation makes ${name}` }),
        }),
      ];
    });
  }),
  operator('credentials-dropped', 'an operation asks for no credentials', (context) => {
    const { operations } = context;
    const judged = (own: readonly OperationPlace[]): Judged => ({
      expects: own.flatMap((operation) => {
        const stated = ofStatus(operation, '401');
        return stated.length > 0 ? stated : failureClause(context, operation, 'credentials-missing');
      }),
      places: own.map(({ id }) => `${id} 401`),
    });
    return [
      ...operations.map((each) => draft(each.id, [{ at: `${each.at}/security`, set: [] }], judged([each]))),
      draft('all', [{ at: '/security', set: [] }], judged(operations)),
    ];
  }),
  operator('quota-added', 'only so many records can be made', (context) =>
    creators(context, ({ operation, unique }) =>
      [1, 5].map((most) => {
        const hooks = (): Hooks => ({
          resolve: async (call, next, store) =>
            call.operation.id === operation.id && store.count(String(unique['collection'])) >= most
              ? { status: 403, body: { error: 'quota exceeded' } }
              : next(call),
        });
        const expects = ofStatus(operation, operation.success);
        return draft(`${operation.id}/${most}`, hooks, { expects, blocks: true });
      }),
    ),
  ),
  operator('reading', 'a point of the register is read otherwise', ({ document, operations, sites }) => {
    const register = childNode(document as unknown as Node, 'x-ambiguities');
    return Object.keys(register).flatMap((id) => {
      const point = childNode(register, id);
      const at = changedBy(point);
      const isOwn = (place: string): boolean => at.some((each) => each.startsWith(place) || place.startsWith(each));
      // Another reading need not be told at all; what is told must be of what it changes.
      const expects = [
        { clause: id },
        ...operations.filter((each) => isOwn(each.at)).flatMap((each) => clausesIn(each)),
        ...sites
          .filter(({ canonical }) => isOwn(canonical))
          .flatMap(({ operation, clauses }) => clauses.flatMap((clause) => pair(operation, clause))),
      ];
      return Object.keys(childNode(point, 'readings'))
        .filter((name) => name !== textAt(point, 'default'))
        .map((name) => {
          const value = name === '$value' ? '3' : name;
          const readings = { [id]: value };
          return draft(`${id}/${value}`, [], {
            readings,
            expects,
            level: 'should',
            shows: 'nothing',
          });
        });
    });
  }),
];

type StoredRecord = NonNullable<ReturnType<Store['find']>>;

/** Every clause that stands within an operation. */
const clausesIn = (operation: OperationPlace) =>
  [...JSON.stringify(operation.node).matchAll(/"(?:clause|id)":"([A-Z]+\d+)"/g)].flatMap(([, id]) =>
    pair(operation, id),
  );

interface Creator {
  readonly operation: OperationPlace;
  readonly unique: Node;
  readonly judged: Judged;
}

/** What takes names. */
const creators = ({ operations }: Context, make: (creator: Creator) => readonly Draft[]): Draft[] =>
  operations.flatMap((operation) => {
    const unique = childNode(operation.node, 'x-unique-key');
    const expects = pair(operation, textAt(unique, 'clause'));
    const judged = { expects, places: [`${operation.id} x-unique-key`] };
    return Object.keys(unique).length === 0 ? [] : make({ operation, unique, judged });
  });

type Requirement = (
  operation: OperationPlace,
  rule: Node,
  judged: Judged,
  index: number,
) => [change: Parameters<typeof draft>[1], ...more: Judged[]];

const requirements = ({ operations }: Context, make: Requirement): Draft[] =>
  operations.flatMap((operation) =>
    requirementsOf(operation).map((rule, index) => {
      const place = `${operation.id}/${textAt(rule, 'collection')}`;
      const judged = { expects: pair(operation, textAt(rule, 'clause')), places: [place] };
      return draft(place, ...make(operation, rule, judged, index));
    }),
  );

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/** A value of a request: `path.namespace`. */
export const valueAt = (call: Call, place: string): string => {
  const [location = '', name = ''] = place.split('.');
  return text(location === 'path' ? call.path[name] : location === 'query' ? call.query[name] : call.body[name]);
};

/** Fields of a body that are no part of the key, and can be one thing or another. */
const fieldsOf = ({ sites }: Context, { operation: { id }, unique }: Creator): string[] => {
  const key = Object.values(childNode(unique, 'key'));
  const own = sites.filter(({ operation, subject }) => operation.id === id && !key.includes(subject));
  const names = new Set(own.flatMap(({ owner, subject }) => (subject.startsWith('body.') ? (owner?.name ?? []) : [])));
  const hasOne = ({ node }: (typeof own)[number]): boolean => Array.isArray(node['enum']) && node['enum'].length < 2;
  return [...names].filter((name) => !own.some((site) => site.subject === `body.${name}` && hasOne(site)));
};

/** Lets a taken name through, and gives the record its new values or not. */
const onTaken =
  (
    { operation: { id, success }, unique }: Creator,
    passes: (call: Call, record: StoredRecord) => boolean,
    replaces: boolean,
  ) =>
  (): Hooks => ({
    resolve: async (call, next, store): Promise<Outcome> => {
      const outcome = await next(call);
      if (call.operation.id !== id || !('refuse' in outcome)) return outcome;
      const places = Object.values(childNode(unique, 'key')).map(String);
      const key = places.map((place) => valueAt(call, place));
      const record = store.find(String(unique['collection']), key);
      if (!record || !passes(call, record)) return outcome;
      const values = Object.entries(call.body).filter(([name]) => !places.includes(`body.${name}`));
      if (replaces) store.update(String(unique['collection']), key, Object.fromEntries(values));
      return { status: Number(success) };
    },
  });

const exampleOf = ({ node, success }: OperationPlace): string => {
  const content = childNode(childNode(childNode(node, 'responses'), success), 'content');
  const shown = childNode(content, 'application/json')['example'];
  return shown === undefined ? '' : JSON.stringify(Array.isArray(shown) ? [] : shown);
};
