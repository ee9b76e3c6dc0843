import { isNode } from '../../../src/openapi/document/document.ts';
import { joinPointer } from '../../../src/openapi/document/json-pointer.ts';
import { parametersOf, type Site } from '../places.ts';
import {
  type Context,
  clausesOf,
  type Draft,
  draft,
  each,
  failureClause,
  lax,
  loosen,
  nameOf,
  type Operator,
  ofStatus,
  operator,
  pair,
  type Spot,
  tighten,
} from './context.ts';

/** Listed values, types, what must be there and what goes together. */
export const valueOperators: readonly Operator[] = [
  operator('value-dropped', 'a listed value is forgotten', (context) =>
    eachList(context, (spot, values) =>
      (values.length > 1 ? values : []).map((value, index) => {
        const set = values.filter((other) => other !== value);
        // The first one is what the plainest request has.
        const level = context.openAt(spot.at).length > 0 ? { level: 'should' as const } : {};
        return tighten(spot, value, ['enum'], set, { blocks: index === 0 }, level);
      }),
    ),
  ),
  operator('value-added', 'a value is taken that is almost a listed one', (context) =>
    eachList(context, (spot, values) =>
      Object.entries(nearMisses(values)).flatMap(([name, added]) => {
        const set = [...new Set([...values, ...added])];
        // Numbers for a truth are tried, for anything else nobody would.
        const isFar = name === 'numbers' && !values.includes('true');
        const more = isFar ? { beyond: 'just these two words of all' } : name === 'empty' ? SHOULD : {};
        return set.length === values.length ? [] : [loosen(spot, name, ['enum'], set, more)];
      }),
    ),
  ),
  operator('value-renamed', 'a listed value has another spelling', (context) =>
    eachList(context, (spot, values) => {
      const last = values.at(-1) ?? '';
      const other = last.includes('_') ? last.replace('_', '-') : last.endsWith('s') ? last.slice(0, -1) : `${last}s`;
      const { expects, ...rest } = tighten(spot, last, ['enum'], values.with(-1, other));
      return values.length < 2 ? [] : [{ ...rest, expects: [...expects, ...(lax(spot).expects ?? [])] }];
    }),
  ),
  operator('any-text', 'a list of values is not looked at', (context) =>
    eachList(context, (spot) => [loosen(spot, '', ['enum'], undefined)]),
  ),
  operator('choice-dropped', 'one way to write a value is forgotten', (context) =>
    each(context, isChoice, (spot, { node }) => [
      tighten(spot, String(node['const'] ?? node['format']), [], { enum: [] }, { blocks: 'const' in node }),
    ]),
  ),
  operator('choice-loosened', 'one way to write a value is not looked at closely', (context) =>
    each(context, isChoice, (spot, { node }) =>
      ['const', 'format', 'pattern']
        .filter((keyword) => keyword in node)
        // How near to a time a text must be, a source hardly says.
        .map((keyword) => loosen(spot, keyword, [keyword], undefined, keyword === 'const' ? {} : SHOULD)),
    ),
  ),
  operator('type-loosened', 'a value of another type is taken, too', (context) => {
    const { sites, operations } = context;
    const typed = sites.filter(({ node, owner, media }) => owner && media?.endsWith('json') && TYPES.has(node['type']));
    // A type may stand in several members of a rule: all of them are loosened.
    return [...Map.groupBy(typed, nameOf)].flatMap(([place, own]) => {
      const [{ operation, subject, node }] = own as [Site];
      const type = String(node['type']);
      const isRuled = sites.some((site) => nameOf(site) === place && RULES.some((rule) => rule in site.node));
      const views = operations.filter(({ collection }) => collection === operation.collection);
      return (type === 'string' ? ['number', 'boolean', 'object'] : ['string', 'number']).map((other) => {
        const edits = own.map(({ at }) => ({ at: joinPointer(at, 'type'), set: [type, other] }));
        return draft(`${place}/${other}`, edits, SHOULD, {
          expects: [...clausesOf(context, operation, subject), ...ofStatus(operation, '400')],
          // What was taken is shown as it is.
          tolerates: views.flatMap((view) => ofStatus(view, view.success)),
          places: [place],
          ...(type === 'string' && isRuled ? { equivalent: 'its other rules refuse what is no text' } : {}),
        });
      });
    });
  }),
  operator('number-loosened', 'what is no whole number is taken, or fails', (context) =>
    each(context, isNumber, (spot) => {
      const refusals = spot.sites.flatMap(({ operation }) => ofStatus(operation, '400'));
      const expects = [...(lax(spot).expects ?? []), ...refusals];
      // Without its type a number has no bounds either.
      const tolerates = spot.sites.flatMap(({ operation, subject }) => clausesOf(context, operation, subject));
      return [
        loosen(spot, 'fraction', ['type'], 'number', SHOULD, { expects }),
        loosen(spot, 'any', ['type'], undefined, { expects, tolerates }),
      ];
    }),
  ),
  operator('required-dropped', 'a required value may be missing', (context) =>
    each(context, isRequired, (spot, { owner, presence }) => {
      const set = requiredIn(owner).filter((name) => name !== owner?.name);
      return [draft(spot.label, [{ at: `${spot.ownerAt}/required`, set }], lax(spot, presence))];
    }),
  ),
  operator('required-added', 'an optional value is required', (context) =>
    each(context, isOptional, (spot, { owner }) => {
      const { expects, places } = tighten(spot, '', [], undefined);
      const edit = { at: `${spot.ownerAt}/required`, set: [...requiredIn(owner), owner?.name] };
      return [draft(spot.label, [edit], { expects, places, blocks: true })];
    }),
  ),
  operator('unknown-refused', 'a value that the document does not know is refused', (context) =>
    each(context, isWhole, (spot) => {
      const expects = spot.sites.flatMap(({ operation, clause }) => [
        ...ofStatus(operation, operation.success),
        ...failureClause(context, operation, 'field-unknown'),
        ...pair(operation, clause),
      ]);
      return [tighten(spot, '', ['additionalProperties'], false, SHOULD, { expects })];
    }),
  ),
  operator('together-dropped', 'what goes together, or must not be nothing, is not looked at', (context) =>
    each(context, isTogether, (spot, { node }) => {
      const needs = Object.entries(isNode(node['dependentRequired']) ? node['dependentRequired'] : {});
      const without = (name: string) => Object.fromEntries(needs.filter(([other]) => other !== name));
      // Where something is required, nothing at all is no good either.
      const isAlone = 'minProperties' in node && !Array.isArray(node['required']);
      return [
        ...(isAlone ? [loosen(spot, 'nothing', ['minProperties'], undefined)] : []),
        ...needs.map(([name]) => loosen(spot, `${name} alone`, ['dependentRequired'], without(name))),
      ];
    }),
  ),
  operator('parameter-optional', 'a required parameter may be missing', ({ document, operations, sites }) => {
    const all = operations.flatMap((operation) =>
      parametersOf(document, operation).map((parameter) => ({ operation, ...parameter })),
    );
    const required = all.filter(({ node }) => node['required'] === true);
    return [...Map.groupBy(required, ({ canonical }) => canonical)].map(([canonical, group]) => {
      const ids = new Set(group.map(({ operation }) => operation.id));
      const subject = group[0]?.subject ?? '';
      const own = sites.filter((site) => site.subject === subject && ids.has(site.operation.id));
      const beyond = subject.startsWith('path.') ? 'what an empty piece of a path is, each router says' : undefined;
      const id = `${ids.size > 1 ? '' : `${[...ids]}.`}${subject}`;
      return draft(id, [{ at: `${canonical}/required`, set: false }], lax({ sites: own }, own[0]?.presence), {
        beyond,
      });
    });
  }),
];

const SHOULD = { level: 'should' as const };
const RULES = ['enum', 'anyOf', 'not'];
const TYPES: ReadonlySet<unknown> = new Set(['string', 'boolean']);

const nearMisses = (values: readonly string[]): Readonly<Record<string, readonly string[]>> => {
  const [first = ''] = values;
  return {
    capitals: values.map((value) => value.toUpperCase()),
    'a capital': [first.slice(0, 1).toUpperCase() + first.slice(1)],
    plural: values.map((value) => `${value}s`),
    shorter: [(values.at(-1) ?? '').slice(0, -1)],
    'blank behind': [`${first} `],
    'blank before': [` ${first}`],
    empty: [''],
    numbers: ['0', '1'],
  };
};

const eachList = (context: Context, make: (spot: Spot, values: readonly string[]) => readonly Draft[]): Draft[] =>
  each(
    context,
    ({ node }) => Array.isArray(node['enum']),
    (spot, { node }) => make(spot, (node['enum'] as unknown[]).map(String)),
  );

const isChoice = ({ canonical, node }: Site): boolean => /\/anyOf\/\d+$/.test(canonical) && !('required' in node);
const isNumber = ({ node, owner }: Site): boolean => owner !== undefined && node['type'] === 'integer';
const isWhole = ({ node, owner }: Site): boolean => owner === undefined && isNode(node['properties']);
const isTogether = ({ node }: Site): boolean => 'dependentRequired' in node || 'minProperties' in node;

const requiredIn = (owner: Site['owner']): string[] =>
  Array.isArray(owner?.node['required']) ? owner.node['required'].map(String) : [];

/** The property itself, and no member of its rules. */
const isProperty = ({ owner, canonical }: Site): boolean =>
  owner !== undefined && canonical.endsWith(joinPointer('/properties', owner.name));

const isRequired = (site: Site): boolean => isProperty(site) && requiredIn(site.owner).includes(site.owner?.name ?? '');
const isOptional = (site: Site): boolean => isProperty(site) && !isRequired(site);
