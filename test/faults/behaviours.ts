import type { Call, Outcome } from '../../src/engine/resolver.ts';
import type { NeutralAnswer } from '../../src/http/message.ts';
import { childNode, type Document, isNode, type Node } from '../../src/openapi/document/document.ts';
import type { Store } from '../../src/store/create-store.ts';
import type { Expected, Mutant } from './mutant.ts';
import { clausesOf, createContext, ofStatus, pair } from './operators/context.ts';
import { valueAt } from './operators/records.ts';
import type { OperationPlace } from './places.ts';
import { type Change, rewrite } from './rewrite.ts';
import type { Hooks } from './serve.ts';

/** Classes of bugs that no document says, each with a public report, paper or manual that shows it exists. */
const KNOWN = `
race | looks whether a name is taken, and creates it a moment later | http://izumi.plan99.net/blog/index.php/2008/09/20/validates_uniqueness_of-does-not-guarantee-uniqueness/
lost-write | every fourth creation is answered and forgotten | https://aphyr.com/posts/284-jepsen-mongodb
trimmed | cuts blanks off before it looks at a value | https://docs.djangoproject.com/en/stable/ref/forms/fields/#django.forms.CharField.strip
folded | makes a name lower case before it looks at it | https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
case-alike | takes names that differ in case for one | https://dev.mysql.com/doc/refman/8.0/en/case-sensitivity.html
separators-alike | takes - and _ for the same | https://peps.python.org/pep-0503/#normalized-names
truncated-key | compares the first 32 characters of a name | https://nvd.nist.gov/vuln/detail/CVE-2008-4106
answered-before-stored | answers a creation 30 ms before it stores it | https://www.elastic.co/guide/en/elasticsearch/reference/current/near-real-time.html
stored-before-checked | stores a record and then finds it bad | https://github.com/holidayextras/jsonapi-store-relationaldb/issues/37
name-left-taken | a refused creation leaves its name taken | https://github.com/moby/moby/issues/23371
lists-lag | lists come from a copy that is 120 ms behind | https://github.com/Pocket/pocket-monorepo/pull/763
delete-nothing | answers a deletion and keeps the record | https://github.com/cloud-pi-native/console/pull/2572
soft-delete | a deleted name stays taken | https://github.com/philiplb/CRUDlex/issues/103
delete-neighbours | deletes all whose name begins so | https://github.com/privacyidea/privacyidea/issues/5561
update-resets | a change resets what was not sent | https://github.com/zalando-stups/kio/issues/114
update-everywhere | a change forgets in what place the record lies | https://github.com/ebean-orm/ebean/issues/1062
updated-stays | the time of the last change never moves | https://github.com/ji-devs/ji-cloud/issues/897
escaped | shows texts escaped for HTML | https://github.com/mozilla/addons-server/issues/7368
mojibake | reads UTF-8 as Latin-1 | https://github.com/expressjs/multer/issues/1104
decomposed | stores letters with accents in two pieces | https://github.com/sindresorhus/filenamify/issues/40
cut | cuts a text after 255 characters | https://dev.mysql.com/doc/refman/8.0/en/sql-mode.html#sqlmode_strict_trans_tables
null-text | takes the text "null" for none | https://github.com/civicrm/civicrm-packages/pull/79
emoji | fails on characters beyond the first plane | https://github.com/go-gitea/gitea/issues/13138
trailing-newline | a pattern that ends in $ takes a line feed at the end | https://github.com/modelcontextprotocol/python-sdk/issues/3084
multiline | a pattern looks at the first line only | https://guides.rubyonrails.org/security.html#regular-expressions
offset-by-one | counts an offset from 1 | https://github.com/dchester/epilogue/pull/14
limit-ignored | a list does not look at the limit | https://github.com/IATI/ckanext-iati/issues/371
range-missing | a page has no Content-Range | https://github.com/glpi-project/glpi/issues/1675
range-wrong | a page says as total how many it shows | https://github.com/xrootd/xrootd/issues/875
listed-twice | a changed record is listed twice | https://github.com/cgwire/zou/issues/813
wildcard | a filter takes _ for any character | https://github.com/activerecord-hackery/ransack/issues/256
missing-cached | what was not found once is not found when it is there | https://github.com/guardian/frontend/pull/2179
ids-repeated | a new record gets the number of another | https://github.com/tracim/tracim/issues/4016
false-is-true | takes the text "false" for true | https://github.com/colinhacks/zod/issues/5501
no-credentials | nobody looks at the credentials | https://github.com/nicotsx/zerobyte/issues/161
ok-with-error | answers 200 to everything, the error in the body | https://github.com/Pirate-Weather/pirateweather/issues/317
error-without-body | errors have no body | https://github.com/codelibs/fess/issues/2694
error-page | errors are pages for browsers | https://github.com/OperationCode/resources_api/issues/121
first-fails | the first request fails | https://aphyr.com/posts/288-the-network-is-reliable
sometimes-fails | every fiftieth request fails | https://aphyr.com/posts/288-the-network-is-reliable
`;

/** What a bug replaces, what a right report names, and what else is said of it. */
type Bug = readonly [hooks: () => Hooks, expects: readonly Expected[], more?: Partial<Mutant>];

/** The bugs, planted in the collection of a document that most can be done with. */
export const behaviours = (document: Document): Mutant[] => {
  const bugs = bugsOf(document);
  return KNOWN.trim()
    .split('\n')
    .flatMap((line): Mutant[] => {
      const [id = '', title = '', source = ''] = line.split(' | ');
      const bug = bugs[id];
      if (!bug) return [];
      const [hooks, expects, more] = bug;
      const common = {
        id: `behaviour/${id}`,
        operator: 'behaviour',
        title: `${title} (${source})`,
        edits: [],
        places: [],
      };
      // They change whole operations: beside them other faults would be hidden.
      return [{ ...common, hooks, expects, level: 'must', blocks: true, ...more }];
    });
};

const bugsOf = (document: Document): Readonly<Record<string, Bug>> => {
  const context = createContext(document);
  const { operations, sites } = context;
  const KINDS = ['create', 'read', 'list', 'update', 'delete'];
  const ofKinds = (name: string) =>
    KINDS.map((kind) => operations.find((each) => each.kind === kind && each.collection === name));
  const [create, read, list, update, remove] =
    operations.map(({ collection }) => ofKinds(collection)).find((own) => own.every(Boolean)) ?? [];
  if (!create || !read || !list || !update || !remove) return {};
  const { collection } = create;
  const key = childNode(childNode(create.node, 'x-unique-key'), 'key');
  const columns = Object.keys(key);
  const nameRef = String(Object.values(key).at(-1));
  const name = nameRef.replace('body.', '');
  // The optional text without rules, in which people write, and what is true or false.
  const free = sites.find(
    ({ operation, subject, node, owner }) =>
      operation === create &&
      owner &&
      subject !== nameRef &&
      node['type'] === 'string' &&
      !node['allOf'] &&
      !node['enum'],
  )?.owner?.name;
  const flag = sites.find(({ operation, owner, node }) => operation === update && owner && node['type'] === 'boolean')
    ?.owner?.name;
  if (free === undefined || flag === undefined) return {};

  const success = (...places: OperationPlace[]): Expected[] => places.flatMap((each) => ofStatus(each, each.success));
  const conflictOf = (place: OperationPlace): Expected[] =>
    pair(place, String(childNode(place.node, 'x-unique-key')['clause']));
  const clauses = (place: OperationPlace, field?: string): Expected[] =>
    clausesOf(context, place, field === undefined ? undefined : `body.${field}`);
  const ofCreation = [...conflictOf(create), ...success(create)];
  const creators = operations.filter(({ kind }) => kind === 'create');
  const ofCreations = creators.flatMap((place) => [...success(place), ...conflictOf(place)]);
  const ofText = [...clauses(create, free), ...clauses(update, free), ...success(create, update, read, list)];
  const ofPages = [...clauses(list), ...success(list)];
  const open = Object.keys(childNode(document as unknown as Node, 'x-ambiguities')).map((clause) => ({ clause }));
  const ofErrors = operations.flatMap((place) => ofStatus(place, '400', '401', '404', '409'));

  /** Around what some operations do. */
  const doing = (own: readonly OperationPlace[], resolve: NonNullable<Hooks['resolve']>) => (): Hooks => ({
    resolve: (call, next, store) =>
      own.some(({ id }) => id === call.operation.id) ? resolve(call, next, store) : next(call),
  });
  const keyIn = (call: Call): string[] => Object.values(key).map((place) => valueAt(call, String(place)));
  const keyOf = (record: Node): string[] => columns.map((column) => String(record[column]));
  const pathTo = (call: Call, record: Node): Call => ({
    ...call,
    path: Object.fromEntries(Object.keys(call.path).map((place, index) => [place, keyOf(record)[index] ?? ''])),
  });
  const refuse = (call: Call, values = keyIn(call)): Outcome => {
    const { uniqueKey: rule } = call.operation;
    return rule ? { refuse: 'unique', rule, values } : { status: 409 };
  };
  const changing = (change: Change) => (): Hooks => ({ around: (incoming, next) => next(rewrite(incoming, change)) });
  const ofName = (change: (text: string) => string) =>
    changing((value, place) => (place === nameRef ? change(value) : value));
  /** Stores another text than was sent. */
  const keeping = (change: (text: string) => string) =>
    doing([create, update], (call, next) => {
      const text = call.body[free];
      return next(typeof text === 'string' ? { ...call, body: { ...call.body, [free]: change(text) } } : call);
    });
  /** A creation conflicts with what is only alike. */
  const alike = (same: (text: string) => string) => (): Hooks => ({
    resolve: async (call, next, store) => {
      const { uniqueKey } = call.operation;
      if (!uniqueKey) return next(call);
      const own = Object.values(uniqueKey.key).map((place) => valueAt(call, place));
      const last = Object.keys(uniqueKey.key).at(-1) ?? '';
      const others = store.below(uniqueKey.collection, own.slice(0, -1)).map((record) => String(record[last]));
      return others.some((other) => same(other) === same(own.at(-1) ?? '')) ? refuse(call, own) : next(call);
    },
  });
  const paging = (change: (filter: Node) => Node) =>
    doing([list], (call, next) => {
      const query = Object.entries(call.query).map(([each, value]) => [each, isNode(value) ? change(value) : value]);
      return next({ ...call, query: Object.fromEntries(query) });
    });
  const showing = (place: OperationPlace, change: (outcome: Shown, call: Call, store: Store) => Shown) =>
    doing([place], async (call, next, store) => {
      const outcome = await next(call);
      return outcome.refuse !== undefined ? outcome : change(outcome, call, store);
    });
  const ranging = (change: (text: string) => string | undefined) =>
    showing(list, (outcome) => {
      const text = change(outcome.headers?.['content-range'] ?? '') ?? '';
      return { ...outcome, headers: text === '' ? {} : { 'content-range': text } };
    });
  /** Acts on a creation before it is refused. */
  const beforeRefusal = (act: (values: Node, store: Store) => void) => (): Hooks => ({
    around: async ({ request, operation, read: reading }, next, store) => {
      const { values, issues } = reading();
      const all = { ...values.path, ...values.body };
      if (operation?.id === create.id && issues.length > 0 && typeof all[name] === 'string') act(all, store);
      return next(request);
    },
  });
  const recordOf = (values: Node): Node => {
    const own = Object.entries(key).map(([column, place]) => [column, values[String(place).replace(/^.*\./, '')]]);
    return { [free]: '', [flag]: false, ...Object.fromEntries(own) };
  };
  const answering = (change: (answer: NeutralAnswer, count: number) => NeutralAnswer) => (): Hooks => {
    let count = 0;
    return {
      around: async ({ request }, next) => {
        count += 1;
        return change(await next(request), count);
      },
    };
  };
  const onError = (change: (answer: NeutralAnswer) => NeutralAnswer) =>
    answering((answer) => (answer.status >= 400 ? change(answer) : answer));
  const failure = { status: 500, headers: { 'content-type': 'application/json' }, body: '{"error_msg":"oops"}' };
  const page = { 'content-type': 'text/html' };
  const created: Outcome = { status: Number(create.success) };
  const removed: Outcome = { status: Number(remove.success) };

  return {
    race: [
      doing([create], async (call, next, store) => {
        if (store.find(collection, keyIn(call))) return next(call);
        await new Promise((resolve) => setTimeout(resolve, 5));
        await next(call);
        return created;
      }),
      conflictOf(create),
    ],
    'lost-write': [
      () => {
        let count = 0;
        return doing([create], async (call, next) => {
          count += 1;
          return count % 4 === 0 ? created : next(call);
        })();
      },
      ofCreation,
      { shows: 'flaky' },
    ],
    trimmed: [
      changing((value, place) => (place.startsWith('body.') ? value.trim() : value)),
      operations.flatMap((place) => [...clauses(place), ...success(place)]),
    ],
    folded: [ofName((text) => text.toLowerCase()), clauses(create, name)],
    'case-alike': [alike((text) => text.toLowerCase()), ofCreations],
    'separators-alike': [alike((text) => text.replaceAll(/[-_]+/g, '-')), ofCreation, { tolerates: ofCreations }],
    'truncated-key': [alike((text) => text.slice(0, 32)), ofCreation, { tolerates: ofCreations }],
    'answered-before-stored': [
      doing([create], async (call, next, store) => {
        if (store.find(collection, keyIn(call))) return next(call);
        setTimeout(() => void next(call), 30);
        return created;
      }),
      [...ofCreation, ...success(read, list)],
      { shows: 'late' },
    ],
    'stored-before-checked': [
      beforeRefusal((values, store) => void store.insert(collection, recordOf(values))),
      [...ofCreation, ...ofStatus(create, '400')],
    ],
    'name-left-taken': [
      () => {
        const taken = new Set<string>();
        return {
          ...beforeRefusal((values) => void taken.add(keyOf(recordOf(values)).join('/')))(),
          resolve: async (call, next) =>
            call.operation.id === create.id && taken.has(keyIn(call).join('/')) ? refuse(call) : next(call),
        };
      },
      ofCreation,
    ],
    'lists-lag': [lagging, [...success(create, list), ...clauses(list)], { shows: 'late' }],
    'delete-nothing': [doing([remove], async () => removed), success(remove)],
    'soft-delete': [
      () => {
        const gone = new Set<string>();
        return doing([create, remove], async (call, next) => {
          const isRemoval = call.operation.id === remove.id;
          if (isRemoval) gone.add(Object.values(call.path).join('/'));
          return !isRemoval && gone.has(keyIn(call).join('/')) ? refuse(call) : next(call);
        })();
      },
      [...success(remove), ...ofCreation],
    ],
    'delete-neighbours': [
      doing([remove], async (call, _, store) => {
        const own = Object.values(call.path);
        const others = store.below(collection, own.slice(0, -1)).map(keyOf);
        for (const other of others) if (other.at(-1)?.startsWith(own.at(-1) ?? '')) store.remove(collection, other);
        return removed;
      }),
      success(remove),
    ],
    'update-resets': [
      doing([update], (call, next) => next({ ...call, body: { [free]: '', [flag]: false, ...call.body } })),
      [...success(update), ...clauses(update)],
    ],
    'update-everywhere': [
      doing([update], async (call, next, store) => {
        const own = Object.values(call.path).at(-1);
        const others = store.list(collection).records.filter((record) => keyOf(record).at(-1) === own);
        for (const record of others) await next(pathTo(call, record));
        return { status: Number(update.success) };
      }),
      [...success(update), ...clauses(update)],
    ],
    'updated-stays': [
      () => ({
        store: (store) => ({
          ...store,
          update: (into, wanted, { updated_at: _, ...changes }) => store.update(into, wanted, changes),
        }),
      }),
      operations.flatMap((place) => (place.kind === 'update' ? success(place) : [])),
    ],
    escaped: [keeping((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')), ofText],
    mojibake: [keeping((text) => Buffer.from(text, 'utf8').toString('latin1')), ofText],
    decomposed: [keeping((text) => text.normalize('NFD')), ofText],
    cut: [keeping((text) => text.slice(0, 255)), ofText],
    'null-text': [keeping((text) => (text === 'null' ? '' : text)), ofText],
    emoji: [
      keeping((text) => {
        if (/[\u{10000}-\u{10ffff}]/u.test(text)) throw new Error('Incorrect string value');
        return text;
      }),
      ofText,
    ],
    'trailing-newline': [ofName((text) => text.replace(/\n$/, '')), clauses(create, name)],
    multiline: [ofName((text) => /^[^\n]+/.exec(text)?.[0] ?? text), clauses(create, name)],
    'offset-by-one': [
      paging(({ offset, ...filter }) =>
        offset === undefined ? filter : { ...filter, offset: Math.max(0, Number(offset) - 1) },
      ),
      ofPages,
    ],
    'limit-ignored': [paging(({ limit, ...filter }) => ({ ...filter, ...(limit ? { limit: 1000 } : {}) })), ofPages],
    'range-missing': [ranging(() => undefined), ofPages],
    'range-wrong': [ranging((text) => text.replace(/^(\d+)-(\d+)\/.*/, '$1-$2/$2')), ofPages],
    'listed-twice': [
      showing(list, (outcome) => ({
        ...outcome,
        body: [outcome.body as Node[]]
          .flat()
          .flatMap((item) => (item['updated_at'] === item['created_at'] ? [item] : [item, item])),
      })),
      [...ofPages, ...success(update)],
    ],
    wildcard: [
      doing([list], async (call, next, store) => {
        const filter = Object.values(call.query).find(isNode);
        const wanted = String(filter?.['name'] ?? '');
        if (!wanted.includes('_')) return next(call);
        const pattern = new RegExp(`^${wanted.replaceAll('_', '.')}$`);
        const names = new Set(store.list(collection).records.map((record) => keyOf(record).at(-1) ?? ''));
        const asked = [...names].filter((each) => pattern.test(each)).map((each) => ({ ...filter, name: each }));
        const outcomes = await Promise.all(asked.map((each) => next({ ...call, query: { filter: each } })));
        return {
          status: 200,
          body: outcomes.flatMap((outcome) => (outcome.refuse !== undefined ? [] : (outcome.body as Node[]))),
        };
      }),
      ofPages,
    ],
    'missing-cached': [
      () => {
        const cached = new Map<string, NeutralAnswer>();
        return {
          around: async ({ request, operation }, next) => {
            const answer = (operation?.id === read.id && cached.get(request.target)) || (await next(request));
            if (answer.status === 404) cached.set(request.target, answer);
            return answer;
          },
        };
      },
      success(read),
    ],
    'ids-repeated': [
      showing(read, (outcome, call, store) => {
        const keys = store.list(collection).records.map((record) => keyOf(record).join('/'));
        const id = 1 + (keys.indexOf(Object.values(call.path).join('/')) % 2);
        return { ...outcome, body: { ...(outcome.body as Node), id } };
      }),
      success(read, create),
    ],
    'false-is-true': [
      doing([create], (call, next) => next({ ...call, body: { ...call.body, [flag]: 'true' } })),
      [...clauses(create, flag), ...success(create)],
    ],
    'no-credentials': [
      () => ({
        around: ({ request }, next) => next({ ...request, headers: { ...request.headers, 'x-auth-token': 'any' } }),
      }),
      operations.flatMap((place) => ofStatus(place, '401')),
      { tolerates: open },
    ],
    'ok-with-error': [
      onError((answer) => ({ ...answer, status: 200 })),
      ofErrors,
      { tolerates: [...operations.flatMap((place) => [...clauses(place), ...success(place)]), ...open] },
    ],
    'error-without-body': [onError((answer) => ({ ...answer, body: '' })), ofErrors],
    'error-page': [
      onError(({ status }) => ({ status, headers: page, body: `<title>${status}</title><h1>Error</h1>` })),
      [...open, ...ofErrors],
      { level: 'should' },
    ],
    'first-fails': [answering((answer, count) => (count === 1 ? failure : answer)), [], { shows: 'nothing' }],
    'sometimes-fails': [answering((answer, count) => (count % 50 === 0 ? failure : answer)), [], { shows: 'flaky' }],
  };
};

type Shown = Exclude<Outcome, { readonly refuse: string }>;

/** Lists that show what was made a moment ago only. */
const lagging = (): Hooks => {
  const made = new WeakMap<object, number>();
  let isList = false;
  const isOld = (record: Node): boolean => !isList || performance.now() - (made.get(record) ?? 0) > 120;
  return {
    resolve: (call, next) => {
      isList = call.operation.effect?.kind === 'list';
      const outcome = next(call);
      isList = false;
      return outcome;
    },
    store: (store) => ({
      ...store,
      insert: (into, record) => {
        const adding = store.insert(into, record);
        const own = store.find(
          into,
          store.keyOf(into).map((column) => String(record[column])),
        );
        if (own && !made.has(own)) made.set(own, performance.now());
        return adding;
      },
      find: (from, wanted) => [store.find(from, wanted)].find((record) => record && isOld(record)),
      list: (from, query) => ({ ...store.list(from, query), records: store.list(from, query).records.filter(isOld) }),
      below: (from, wanted) => store.below(from, wanted).filter(isOld),
    }),
  };
};
