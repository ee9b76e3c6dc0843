import type { NeutralAnswer } from '../../../src/http/message.ts';
import { childNode, isNode, type Node, textAt } from '../../../src/openapi/document/document.ts';
import { joinPointer } from '../../../src/openapi/document/json-pointer.ts';
import { follow, type OperationPlace, requirementsOf, type Site } from '../places.ts';
import type { Hooks } from '../serve.ts';
import {
  type Context,
  clausesOf,
  contentOf,
  type Draft,
  draft,
  failureClause,
  type Judged,
  LISTS,
  mayGo,
  type Operator,
  ofStatus,
  operator,
  pair,
} from './context.ts';

/** Statuses, codes and bodies of answers, and how requests are read. */
export const answerOperators: readonly Operator[] = [
  operator('success-status', 'a success has another number', ({ operations }) =>
    operations.flatMap((operation, turn) => {
      const { success, canSucceed } = operation;
      const others = [200, 201, 202, 204].filter((status) => String(status) !== success);
      const more = canSucceed ? {} : { equivalent: 'no request can succeed' };
      return turned(others, turn, 2).map((status) => {
        const change = ({ body }: NeutralAnswer) => ({ status, body: status === 204 ? '' : body });
        return answered(operation, String(status), success, change, more);
      });
    }),
  ),
  operator('error-status', 'a refusal has another number', (context) =>
    eachError(context, (operation, status, others, turn) => {
      const expects = clausesOfError(context, operation, status);
      return turned(expects.length > 0 ? others : [], turn, 2).map((other) => {
        // A name that breaks its rules is not there either.
        const isTrue = other === 404 && status === '400' && requirementsOf(operation).length > 0;
        const more = isTrue
          ? { equivalent: 'what can have no record is not there' }
          : seenAs(context, operation, status);
        return answered(operation, `${status} ${other}`, status, () => ({ status: other }), { expects }, more);
      });
    }),
  ),
  operator('code-status', 'the refusals of one error code have another number', (context) =>
    [...context.codes].flatMap(([code, status]) => {
      const expects = usersOf(context, code);
      const general = context.operations.flatMap((operation) => ofStatus(operation, String(status)));
      const isGeneral = expects.every(({ clause }) => general.some((each) => each.clause === clause));
      const edit = { at: joinPointer('/components/x-error-codes', code, 'status'), set: 422 };
      const beyond = isGeneral ? 'what can not be read may be refused with any 4xx' : undefined;
      const isSilent =
        usersIn(context, code).length > 0 && usersIn(context, code).every((site) => mayGo(context, site));
      const level = isSilent ? { level: 'should' as const } : {};
      const isUsed = expects.length > 0 && status >= 400 && status < 500;
      return isUsed ? [draft(code, [edit], { expects, tolerates: general, places: [code], beyond }, level)] : [];
    }),
  ),
  operator('error-empty', 'a refusal says nothing', (context) =>
    eachError(context, (operation, status, _, turn) => {
      const bodies = operation.clauseAt(status) === undefined ? [] : ['', '{}', 'null'];
      const beyond = status === '409' ? 'a conflict need not say more than that it is one' : undefined;
      const more = { beyond, ...seenAs(context, operation, status) };
      return turned(bodies, turn, 1).map((body) =>
        answered(operation, `${status} ${body || 'nothing'}`, status, () => ({ body }), more),
      );
    }),
  ),
  operator('error-shape', 'the body of an error lacks a property', ({ document, openAt }) => {
    const { node, canonical } = follow(document, '/components/x-problem');
    const expects = openAt(canonical).map((clause) => ({ clause }));
    return Object.keys(childNode(node, 'properties')).map((name) =>
      draft(name, [{ at: joinPointer(canonical, 'properties', name) }], { expects, places: ['x-problem'] }),
    );
  }),
  operator('property-missing', 'a property of an answer is left out', (context) =>
    eachProperty(context, () => ({ 'left out': () => undefined })),
  ),
  operator('property-type', 'a property of an answer has another type', (context) =>
    eachProperty(context, (type) => ({
      'of another type': (value) =>
        type === 'string' ? 7 : type === 'array' ? null : type === 'object' ? JSON.stringify(value) : String(value),
    })),
  ),
  operator(
    'property-value',
    'a property of an answer has always the same value, or another one than was sent',
    (context) =>
      eachProperty(context, (type, isSent) =>
        !isSent
          ? {}
          : type === 'boolean'
            ? { negated: (value) => value !== true, 'always false': () => false }
            : { 'always empty': () => '', 'in capitals': (value) => String(value).toUpperCase() },
      ),
  ),
  operator('filter-ignored', 'a property of a filter is not looked at', (context) => {
    const isPair = ({ subject, owner }: Site) => owner && !requires(owner.node, owner.name) && /^query/.test(subject);
    const unique = new Map(context.sites.filter(isPair).map((site) => [`${site.operation.id} ${site.subject}`, site]));
    return [...unique.values()].map(({ operation, subject }) => {
      const [, parameter = '', name = ''] = subject.split('.');
      return draft(`${operation.id}/${name}`, withoutPair(operation, parameter, name), {
        expects: [...clausesOf(context, operation), ...ofStatus(operation, operation.success)],
        tolerates: ofStatus(operation, '400'),
        places: [`${operation.id}.query.${parameter}`],
      });
    });
  }),
  operator('repeated-fields', 'of a field sent twice one counts', (context) =>
    eachMedia(context, (operation, type, media, at) =>
      (media['x-repeated-fields'] === 'reject' ? ['first', 'last'] : []).map((set) =>
        draft(`${operation.id}/${set}`, [{ at: joinPointer(at, type, 'x-repeated-fields'), set }], {
          expects: failureClause(context, operation, 'field-repeated'),
          places: [`${operation.id} repeated`],
        }),
      ),
    ),
  ),
  operator('media-added', 'another media type is taken, too', (context) =>
    eachMedia(context, (operation, type, media, at) => {
      const other = type === 'application/json' ? 'multipart/form-data' : 'application/json';
      if (other in contentOf(operation)) return [];
      // A point of the register may be about just this.
      const open = context.openAt(at).flatMap((clause) => pair(operation, clause));
      return [
        draft(`${operation.id}/${other}`, [{ at: joinPointer(at, other), set: media }], {
          expects: [...failureClause(context, operation, 'media-type'), ...open, ...ofStatus(operation, '400')],
          places: [`${operation.id} media`],
          level: 'should',
        }),
      ];
    }),
  ),
  operator('media-dropped', 'a media type is not taken', (context) =>
    eachMedia(context, (operation, type, media, at) => {
      const { [type]: _, ...others } = contentOf(operation);
      const set = Object.keys(others).length > 0 ? others : { 'text/csv': media };
      const expects = ofStatus(operation, operation.success);
      return [draft(`${operation.id}/${type}`, [{ at, set }], { expects, places: [operation.id], blocks: true })];
    }),
  ),
  operator('body-optional', 'a request needs no body', ({ operations }) =>
    operations
      .filter(({ node }) => childNode(node, 'requestBody')['required'] === true)
      .map((operation) =>
        draft(operation.id, [{ at: `${operation.at}/requestBody/required`, set: false }], {
          expects: ofStatus(operation, '400'),
          places: [`${operation.id} media`],
        }),
      ),
  ),
];

/** Numbers that servers answer instead. */
const ERRORS: Readonly<Record<string, readonly number[]>> = {
  400: [422, 404, 500, 409],
  401: [403, 400],
  404: [400, 410, 403],
  409: [400, 422, 500],
};

/** Some of a list, others for each turn. */
const turned = <Each>(items: readonly Each[], turn: number, count: number): Each[] =>
  Array.from({ length: Math.min(count, items.length) }, (_, index) => items[(turn + index) % items.length] as Each);

/** Changes the answers of one operation; knows the body of the last success. */
export const answering =
  ({ id }: OperationPlace, change: (answer: NeutralAnswer, last: string | undefined) => NeutralAnswer): (() => Hooks) =>
  () => {
    let last: string | undefined;
    return {
      around: async ({ request, operation }, next) => {
        const answer = await next(request);
        if (operation?.id !== id) return answer;
        const changed = change(answer, last);
        if (answer.status < 300) last = answer.body;
        return changed;
      },
    };
  };

/** Changes the answers of one status. */
const onStatus = (
  operation: OperationPlace,
  status: string,
  change: (answer: NeutralAnswer) => Partial<NeutralAnswer>,
): (() => Hooks) =>
  answering(operation, (answer) => (String(answer.status) === status ? { ...answer, ...change(answer) } : answer));

const answered = (
  operation: OperationPlace,
  what: string,
  status: string,
  change: (answer: NeutralAnswer) => Partial<NeutralAnswer>,
  ...more: Judged[]
): Draft => {
  const own = { expects: ofStatus(operation, status), places: [`${operation.id} ${status}`] };
  return draft(`${operation.id}/${what}`, onStatus(operation, status, change), own, ...more);
};

const eachError = (
  { operations }: Context,
  make: (operation: OperationPlace, status: string, others: readonly number[], turn: number) => readonly Draft[],
): Draft[] =>
  operations.flatMap((operation, turn) =>
    Object.entries(ERRORS).flatMap(([status, others]) => make(operation, status, others, turn)),
  );

/** Takes a pair out of a filter before anybody reads it. */
const withoutPair =
  ({ id }: OperationPlace, parameter: string, name: string) =>
  (): Hooks => ({
    around: ({ request, operation }, next) => {
      const [path = '', query] = request.target.split('?');
      const values = new URLSearchParams(query);
      const pairs = values.get(parameter)?.split('|');
      if (operation?.id !== id || !pairs) return next(request);
      values.set(parameter, pairs.filter((each) => !each.startsWith(`${name}::`)).join('|'));
      return next({ ...request, target: `${path}?${values}` });
    },
  });

const RULES = ['required', 'minProperties', 'dependentRequired', 'enum', 'not', 'pattern', 'minLength', 'maxLength'];

/** Whether and at which level an error of an operation shows. */
const seenAs = ({ sites }: Context, { id, kind }: OperationPlace, status: string): Judged => {
  const own = sites.filter((site) => site.operation.id === id && site.clauses.length > 0);
  if (status !== '400') return {};
  if (own.length === 0) return { equivalent: 'it refuses nothing' };
  // That nothing is there is a true answer, too; and what answers a filter of another form, a source hardly says.
  const isSilent = own.every(({ subject, node }) => subject.startsWith('path.') || !RULES.some((rule) => rule in node));
  return isSilent && LISTS.has(kind) ? { level: 'should' } : {};
};

/** What states an error of an operation: its own page, else its rules about records, else the register. */
const clausesOfError = (context: Context, operation: OperationPlace, status: string) => {
  const own = ofStatus(operation, status);
  const rules = requirementsOf(operation).filter(
    (rule) => String(context.codes.get(textAt(rule, 'code') ?? '')) === status,
  );
  const isRefused = status === '401' && own.length === 0;
  return [
    ...own,
    ...rules.flatMap((rule) => pair(operation, textAt(rule, 'clause'))),
    ...(isRefused ? failureClause(context, operation, 'credentials-missing') : []),
  ];
};

const usersIn = ({ sites }: Context, code: string) =>
  sites.filter(({ node }) => JSON.stringify(node['x-clause'] ?? '').includes(`"${code}"`));

/** Clauses that are answered with a code, and the clause of the status beside them. */
const usersOf = (context: Context, code: string) => [
  ...usersIn(context, code).flatMap(({ operation, clauses }) => [
    ...clauses.flatMap((clause) => pair(operation, clause)),
    ...ofStatus(operation, String(context.codes.get(code))),
  ]),
  ...context.operations.flatMap((operation) =>
    [...requirementsOf(operation), childNode(operation.node, 'x-unique-key')]
      .filter((rule) => textAt(rule, 'code') === code)
      .flatMap((rule) => pair(operation, textAt(rule, 'clause'))),
  ),
];

const eachMedia = (
  { operations }: Context,
  make: (operation: OperationPlace, type: string, media: Node, at: string) => readonly Draft[],
): Draft[] =>
  operations.flatMap((operation) =>
    Object.entries(contentOf(operation)).flatMap(([type, media]) =>
      isNode(media) ? make(operation, type, media, joinPointer(operation.at, 'requestBody', 'content')) : [],
    ),
  );

/** What becomes of a value; nothing, and it is left out. */
type Changes = Readonly<Record<string, (value: unknown) => unknown>>;

/** Properties of what a success shows, of its items where that is a list. */
const eachProperty = (context: Context, changes: (type: unknown, isSent: boolean) => Changes): Draft[] =>
  context.operations.flatMap((operation) => {
    const { node, properties, list } = answerOf(context, operation);
    const others = context.operations.filter((each) => each !== operation && each.collection === operation.collection);
    const creator = [operation, ...others].find(({ kind }) => kind === 'create');
    const sent = sentBy(context, creator);
    const isMade = operation.canSucceed && context.isMakeable(operation.collection);
    return Object.entries(properties).flatMap(([name, schema]) => {
      const record = recordOf(name, schema);
      const isShown = others.some((other) =>
        Object.entries(answerOf(context, other).properties).some((entry) => recordOf(...entry) === record),
      );
      const isOptional = context.sites.some(
        ({ subject, owner }) => subject === `body.${name}` && owner && !requires(owner.node, name),
      );
      // Where nobody else shows a value that was sent, it may be who took it.
      const clauses = creator && !isShown ? clausesOf(context, creator, `body.${record}`) : [];
      const expects = [...ofStatus(operation, operation.success), ...clauses];
      return Object.entries(changes(schema['type'], sent.has(record))).map(([what, change]) => {
        const isFree = what === 'left out' && (isOptional || !requires(node, name)) && !sent.has(record);
        const equivalent = isFree ? 'what was never sent may be left out' : 'no operation makes what it shows';
        const inBody = ({ body }: NeutralAnswer) => ({ body: changeItems(body, list, name, change) });
        const more = isMade && !isFree ? { expects } : { expects, equivalent };
        return answered(operation, `${name} ${what}`, operation.success, inBody, more);
      });
    });
  });

const recordOf = (name: string, schema: Node): string => textAt(schema, 'x-record') ?? name;

const requires = (node: Node, name: string): boolean =>
  Array.isArray(node['required']) && node['required'].includes(name);

/** The properties of a record that its creation takes from the request. */
const sentBy = ({ sites }: Context, creator: OperationPlace | undefined): ReadonlySet<string> => {
  const key = Object.keys(childNode(childNode(creator?.node ?? {}, 'x-unique-key'), 'key'));
  const own = sites.filter(({ operation, subject }) => operation.id === creator?.id && subject.startsWith('body.'));
  return new Set([...key, ...own.flatMap(({ owner }) => owner?.name ?? [])]);
};

/** The properties of what a success shows, and in which of them a list of such stands; `''` for the body itself. */
const answerOf = (
  { document }: Context,
  { at, success }: OperationPlace,
): { node: Node; properties: Readonly<Record<string, Node>>; list: string | undefined } => {
  const read = (place: string, list: string | undefined): ReturnType<typeof answerOf> => {
    const { node, canonical } = follow(document, place);
    const names = Object.keys(childNode(node, 'properties'));
    const properties = Object.fromEntries(
      names.map((name) => [name, follow(document, joinPointer(canonical, 'properties', name)).node]),
    );
    if (node['type'] === 'array') return read(joinPointer(canonical, 'items'), list ?? '');
    const inner = names.find(
      (name) =>
        Object.keys(childNode(follow(document, joinPointer(canonical, 'properties', name, 'items')).node, 'properties'))
          .length > 0,
    );
    return inner === undefined
      ? { node, properties, list }
      : read(joinPointer(canonical, 'properties', inner, 'items'), inner);
  };
  return read(joinPointer(at, 'responses', success, 'content', 'application/json', 'schema'), undefined);
};

const changeItems = (
  body: string,
  list: string | undefined,
  name: string,
  change: (value: unknown) => unknown,
): string => {
  const value = JSON.parse(body);
  const changed = (item: Node) => ({ ...item, [name]: change(item[name]) });
  if (list === undefined) return JSON.stringify(changed(value));
  // What is refused has no list.
  if (list !== '' && value[list] === undefined) return body;
  return JSON.stringify(list === '' ? value.map(changed) : { ...value, [list]: value[list].map(changed) });
};
