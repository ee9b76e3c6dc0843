import { NO_CLAUSE } from '../../openapi/operations/clause.ts';
import type { Parameter } from '../../openapi/operations/list-operations.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { boundOf, listAtoms } from '../../values/read-rule.ts';
import { brokenBy, type Changes, queryOf, RAW } from '../model/request.ts';
import type { Subject } from '../model/subject.ts';
import { type CaseKit, type CaseTraits, fillOthers } from './case-kit.ts';

/** Parameters of the form `name::value|name::value`: missing, empty, malformed, and what goes together. */
export const addFilterCases = (kit: CaseKit): void => {
  for (const parameter of kit.model.operation.parameters) if (parameter.pairs) addFilter(kit, parameter);
};

const without = (name: string): Text => textOf(`a request without ${name}`, `不含 ${name} 的请求`);

const addFilter = (kit: CaseKit, { name, required, scope, overridesQuery }: Parameter): void => {
  const { model } = kit;
  const own = model.subjects.filter(({ pairs }) => pairs === name);
  const text = queryOf(model, {}, fillOthers(model))[name] ?? '';
  const add = (rank: 1 | 2, key: string, what: string | Text, changes: Changes, traits: CaseTraits = {}): void =>
    kit.add(rank, `${name}/pairs`, key, what, changes, { kind: key, clauses: [scope.clause?.id], ...traits });
  const whole = (value: string | undefined): Changes => ({ query: { [name]: value } });
  // Where plain parameters may stand instead, they say what comes of none.
  if (required || !overridesQuery) add(1, 'missing', without(name), whole(undefined));
  if (required) add(1, 'empty', textOf(`an empty ${name}`, `空的 ${name}`), whole(''));
  // That a filter must be of this form the source shows; what answers one that is not, it does not say.
  add(1, 'no pair', textOf(`${name} without "::"`, `不含“::”的 ${name}`), whole('nonsense'), { level: 'should' });
  const beside = textOf(`a pair without "::" in ${name}`, `${name} 中不含“::”的一项`);
  if (text !== '') add(2, 'no pair beside', beside, whole(`${text}|nonsense`), { level: 'should' });
  const unknown = textOf(`an unknown name in ${name}`, `${name} 中的未知名称`);
  add(2, 'unknown name', unknown, whole(`${text}|unknown::1`), { level: 'should' });
  const other = textOf(`${name} in another order`, `顺序不同的 ${name}`);
  if (text.includes('|')) add(2, 'reversed', other, whole(text.split('|').toReversed().join('|')));
  const given = { outcome: 'success' } as const;
  const plain = textOf(`${name} without percent-encoding`, `未经百分号编码的 ${name}`);
  if (text !== '') add(2, 'not encoded', plain, whole(RAW + text), { level: 'transport', given });
  for (const each of own) {
    const short = each.name.slice(name.length + 1);
    if (each.required) add(1, `no ${short}`, without(`${short} in ${name}`), { set: { [each.ref]: undefined } });
  }
  const [one, two] = own.filter(({ type }) => type === 'integer');
  if (one && two) addPages(kit, name, one, two);
};

type Page = readonly [rank: 1 | 2, one: string | undefined, two: string | undefined, level?: 'should'];
/** Offset and limit: what each may be, and whether one goes without the other. */
const PAGES: readonly Page[] = [
  [1, '0', '10'],
  [1, '1', undefined],
  [1, undefined, '1'],
  [1, 'x', '10'],
  [2, '0', 'x'],
  [2, '1', '1'],
  // Some editions of the pages want an offset that is a multiple of the limit.
  [2, '100', '100'],
  [2, '-1', '10'],
  [2, '0', '0'],
  [2, '1.5', '10', 'should'],
];

const addPages = ({ model, add }: CaseKit, name: string, one: Subject, two: Subject): void => {
  // The clauses that connect them: what one without the other breaks.
  const alone = [one, two].flatMap(({ ref }) =>
    brokenBy(model, { set: { [one.ref]: undefined, [two.ref]: undefined, [ref]: '1' } }),
  );
  const clauses = [one.presence?.id, two.presence?.id, ...alone.map(({ clause }) => clause)];
  const most = boundOf(listAtoms(two.schema, NO_CLAUSE), 'maximum', Math.min);
  const ends = most === Infinity ? [] : [most, most + 1].map((size): Page => [1, '0', String(size)]);
  for (const [rank, left, right, level] of [...PAGES, ...ends]) {
    const set = { [one.ref]: left, [two.ref]: right };
    const given = [one, two].filter(({ ref }) => set[ref] !== undefined);
    const key = given.map(({ name: full, ref }) => `${full.slice(name.length + 1)} ${set[ref]}`).join(' ');
    const shown = given.map(({ name: full, ref }) => `${full} ${set[ref]}`).join(', ');
    add(rank, `${name}/page`, key, shown, { set }, { kind: key, clauses, level });
  }
};
