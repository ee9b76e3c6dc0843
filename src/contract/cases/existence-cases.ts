import type { KeyRule } from '../../openapi/rules.ts';
import { TOKEN } from '../case.ts';
import { planRequest } from '../plan-request.ts';
import { testWords } from '../rules/w-method.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';

/** What must exist does not; and requests that are odd where nothing says how. */
export const addExistenceCases = (kit: CaseKit): void => {
  if (kit.model.variant.length > 0) return;
  addPlain(kit);
  addMissing(kit);
  addBadRequest(kit);
  addOddRequests(kit);
};

/** The plainest valid request of an operation that creates nothing. */
const addPlain = (kit: CaseKit): void => {
  const { model } = kit;
  if (model.operation.effect?.kind === 'create' || model.operation.effect === undefined) return;
  // What was made for this case alone holds nothing yet.
  const isNew =
    model.operation.effect.kind === 'list' && kit.isPrepared && !model.operation.parameters.some(({ pairs }) => pairs);
  kit.add({
    family: 'plain',
    key: 'plain',
    title: 'the plainest valid request succeeds',
    clauses: [model.clauseOf.success, ...model.records.map(({ presence }) => presence?.id)],
    reason: 'keeps every rule',
    tags: ['plain'],
    steps: [{ ...kit.step(kit.success), ...(isNew ? { body: { kind: 'lists', key: {}, values: {}, times: 0 } } : {}) }],
  });
};

/** A request about something that was never made. */
const addMissing = (kit: CaseKit): void => {
  for (const rule of kit.model.operation.requires) {
    // Where a container is all that must exist, the run knows of one only.
    const subject = kit.model.records.find(({ ref }) => ref === Object.values(rule.key).at(-1));
    if (subject) addMissingRecord(kit, rule, subject);
  }
};

const addMissingRecord = (kit: CaseKit, rule: KeyRule, subject: Subject): void => {
  const { model } = kit;
  const status = model.statusOf(rule.code);
  const isDocumented = rule.clause !== undefined && !model.isOpen(rule.clause);
  const expect = isDocumented
    ? { outcome: 'refusal' as const, statuses: [status] }
    : { outcome: 'open' as const, statuses: [status], tolerated: ['4xx'] };
  const values = [
    `${TOKEN}zz`,
    `${TOKEN}-b`,
    'zqx',
    ...(kit.canSucceed || subject !== model.records.at(-1) ? [] : validWords(subject)),
  ];
  for (const value of values) {
    if (!subject.isValid(value.replaceAll(TOKEN, 'bdfghjkmnpb'))) continue;
    kit.add({
      family: 'missing',
      key: subject === model.records.at(-1) ? value : `${subject.name} ${value}`,
      title: `a request about ${subject.name} that does not exist is answered ${status}`,
      subject,
      value,
      clauses: [rule.clause],
      level: isDocumented ? 'must' : 'should',
      reason: 'nothing of this name was created',
      tags: ['missing record'],
      steps: [{ requests: [planRequest(model, { set: { [subject.ref]: value } })], expect }],
    });
  }
};

/** Words that keep the rule, of every kind: where nothing can be made, only so a rule that is too strict shows. */
const validWords = ({ rule, isValid }: Subject): string[] => {
  const words = rule.automaton ? testWords(rule.automaton, 0).map(({ access, rest }) => access + rest) : [];
  const pieces = ['A', 'Z', '0', '9', '_', '.', '-', 'b', '__', '--', '..', '-_', '._'];
  const more = pieces.flatMap((piece) => [piece, `${piece}b`, `b${piece}`, `b${piece}b`, `0${piece}Z`]);
  const longest = Number.isFinite(rule.most) ? ['b'.repeat(rule.most), 'b'.repeat(rule.most - 1)] : [];
  return [...new Set([...words, ...more, ...longest])].filter((word) => word !== '' && isValid(word));
};

/** A bad request comes with error information. */
const addBadRequest = (kit: CaseKit): void => {
  const { model } = kit;
  const clause = model.clauseOf.refusal;
  const subject = model.subjects.find(({ place, rule }) => place === 'path' && rule.hasPatterns);
  const pairs = model.operation.parameters.find((parameter) => parameter.pairs);
  const plain = kit.plan();
  if (clause === undefined || (!subject && !pairs)) return;
  const bad = subject ? kit.plan({ set: { [subject.ref]: `${TOKEN}.b` } }) : plain;
  kit.add({
    family: 'bad-request',
    key: subject?.name ?? pairs?.name ?? '',
    title: `a bad ${subject?.name ?? pairs?.name} is answered ${model.refusal} with error information`,
    clauses: [clause],
    reason: 'the source promises error information',
    tags: ['bad request'],
    steps: [
      {
        requests: [subject || !pairs ? bad : { ...plain, query: { ...plain.query, [pairs.name]: 'nonsense' } }],
        expect: kit.refusal,
      },
    ],
  });
};

/** Things no rule speaks of; whatever they are answered, the server goes on. */
const addOddRequests = (kit: CaseKit): void => {
  const { model } = kit;
  const plain = kit.plan();
  const queries: [string, Readonly<Record<string, string>>][] = [
    ['unknown query', { unknown: '1' }],
    ['odd query', { __proto__: '\u0000', 'x[]': '%zz' }],
    ['long query', { x: 'k'.repeat(300) }],
  ];
  for (const [key, query] of queries)
    kit.add({
      family: 'odd-request',
      key,
      title: `a request with ${key.startsWith('odd') ? 'an' : key.startsWith('unknown') ? 'an' : 'a'} ${key} does not crash`,
      clauses: [model.clauseOf.internal],
      level: 'should',
      reason: 'the source does not speak of it',
      tags: ['odd request'],
      steps: [{ requests: [{ ...plain, query: { ...plain.query, ...query } }], expect: kit.open(...model.success) }],
    });
};
