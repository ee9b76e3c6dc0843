import { COMMA, fill, joinTexts, NOTHING, type Text, textOf } from '../../text/bilingual.ts';
import { strictest } from '../cases/case.ts';
import { homesOf } from '../cases/list-cases.ts';
import { rankOf } from '../laws/list-cases.ts';
import type { ContractModel } from '../model/read-model.ts';
import type { CaseResult, ClauseRow, Guarantee, NotChecked } from './report.ts';
import type { Results } from './results.ts';

/** Whether a case came to a verdict. */
export const isJudged = ({ verdict }: CaseResult): boolean => verdict === 'pass' || verdict === 'fail';

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** What became of each case, those first that were sent beside the list. */
export const listResults = ({ cases, judged, skipReason, unchecked, stop }: Results): CaseResult[] => {
  const found = new Map(judged.map((each) => [each.run.tested.id, each]));
  const ids = new Set(cases.map(({ id }) => id));
  const extra = judged.map(({ run }) => run.tested).filter(({ id }) => !ids.has(id));
  return [...extra, ...cases].map((tested): CaseResult => {
    const { id, title, operation, family, clauses, level } = tested;
    const common = { id, title, operation, family };
    const each = found.get(id);
    if (!each) {
      const reason = skipReason(tested) ?? unchecked ?? stop?.text ?? ENDED;
      const nothing = { broken: [], expected: '', received: '', duration: 0 };
      return { ...common, clauses, level, verdict: 'skip', ...inWords(reason), ...nothing };
    }
    const { deviations, problem, expected, received } = each.judgement;
    const broken = unique(deviations.flatMap((deviation) => deviation.clauses));
    // What was not done as it must says nothing about the rest; a wrong number or body leaves the rest as it is.
    const isUndone = deviations.some(({ layer }) => layer === 'outcome' || layer === 'state' || layer === 'silent');
    const isKept = deviations.length === 0;
    return {
      ...common,
      clauses: isUndone ? broken : unique([...clauses, ...broken]),
      broken,
      level: strictest(deviations) ?? level,
      verdict: isKept ? (problem === undefined ? 'pass' : 'error') : 'fail',
      expected,
      received,
      ...(isKept && problem ? inWords(problem) : { reason: tested.reason }),
      duration: each.run.duration,
    };
  });
};

const ENDED = textOf('the run ended before', '运行在此之前已结束');

const inWords = ({ en, zh }: Text): Pick<CaseResult, 'reason' | 'reasonZh'> => ({ reason: en, reasonZh: zh });

/** Each clause with the cases that say something about it. What only should hold turns no clause red that must. */
export const listClauses = (contract: ContractModel, cases: readonly CaseResult[]): ClauseRow[] => {
  const pairs = cases.flatMap((result) => result.clauses.map((id) => ({ id, result })));
  const byClause = Map.groupBy(pairs, ({ id }) => id);
  const groups = groupsOf(contract);
  const ids = new Set(contract.clauses.map(({ id }) => id));
  const others = contract.register.filter(({ id }) => !ids.has(id));
  return [...contract.clauses, ...others].map(({ id, title, zh, place }) => {
    const level = contract.open.has(id) ? 'should' : 'must';
    const counts = { pass: 0, fail: 0, error: 0, skip: 0 };
    for (const { result } of byClause.get(id) ?? []) {
      const { verdict, broken, level: own } = result;
      if (verdict !== 'fail') counts[verdict] += 1;
      else if (level === 'should' || own === 'must') counts[broken.includes(id) ? 'fail' : 'pass'] += 1;
    }
    return {
      id,
      title,
      zh,
      place,
      group: groups.get(id) ?? place.replace(/,[^,]*$/, '').replaceAll(', ', ' · '),
      level,
      ...counts,
    };
  });
};

/** `createRepository · repository` */
const groupsOf = ({ operations, register }: ContractModel): ReadonlyMap<string, string> => {
  const groups = new Map<string, string>();
  const isCreating = ({ operation }: (typeof operations)[number]): number => +(operation.uniqueKey !== undefined);
  // A name is at home where something is created of it.
  const ordered = operations.toSorted((one, other) => isCreating(other) - isCreating(one));
  for (const { operation, subjects, clauseAt, example, needsOne } of ordered) {
    const found: (readonly [id: string | undefined, group: string])[] = [
      ...subjects.flatMap(({ presence, clauses, name }) => [presence?.id, ...clauses].map((id) => [id, name] as const)),
      ...operation.parameters.map(({ scope, name }) => [scope.clause?.id, name] as const),
      [needsOne?.id, 'fields'],
      [example?.clause, 'example'],
      ...operation.responses.map(({ status }) => [clauseAt(status), 'answers'] as const),
    ];
    for (const [id, group] of found)
      if (id !== undefined && !groups.has(id)) groups.set(id, `${operation.id} · ${group}`);
  }
  for (const { id } of register) groups.set(id, 'open points');
  return groups;
};

/** What the words that were answered prove about each name. */
export const listGuarantees = ({ contract, head }: Results, cases: readonly CaseResult[]): Guarantee[] => {
  const extra = rankOf(head.depth) - 2;
  const homes = new Set(homesOf(contract.operations).values());
  return contract.operations.flatMap(({ operation, subjects, key }) =>
    subjects.flatMap(({ name, ref, rule: { automaton } }): Guarantee[] => {
      const own = cases.filter((each) => each.operation === operation.id && each.family === `${name}/words`);
      const isAnswered = own.length > 0 && own.every(isJudged);
      // Where what is good is refused, too, for it is not there, nobody can tell what is taken for bad.
      const isTold = own.some(({ expected }) => expected.startsWith('2'));
      if (!automaton || extra < 0 || !homes.has(`${key} ${ref}`) || !isAnswered || !isTold) return [];
      const states = automaton.accepts.length;
      const text = `Any rule for ${name} that a machine of at most ${states + extra} states can hold (the contract's own has ${states}), that treats all small letters, all capitals and all digits alike as far as the contract does, and that differs from it anywhere, would have been found.`;
      const zh = `任何可由不超过 ${states + extra} 个状态的自动机表示（契约本身为 ${states} 个）、在契约一视同仁之处对小写字母、大写字母与数字各自一视同仁、且与契约有任何不同的 ${name} 规则都会被发现。`;
      return [{ subject: `${operation.id} ${ref}`, extra, states, words: own.length, text, zh }];
    }),
  );
};

const row = (what: string, why: Text, cases = 0): NotChecked => ({ what, why: why.en, whyZh: why.zh, cases });

const notSent = (values: readonly Text[]): Text =>
  fill(textOf('not sent: {values}', '未发送：{values}'), { values: joinTexts(values, COMMA) });

/**
 * What was not checked: everything where that has a reason, else what the server lacks, cases by their
 * reason, what can't be made, and clauses that nothing tries.
 */
export const listNotChecked = (
  { absent, closed, contract, stop, whole }: Results,
  cases: readonly CaseResult[],
  unchecked: Text | undefined,
): NotChecked[] => {
  if (unchecked !== undefined) return [row('everything', unchecked, cases.length)];
  const reasons = new Set([...absent.values()].map(({ en }) => en));
  const isAbsent = ({ operation }: CaseResult): boolean => absent.has(operation);
  const open = cases.filter((each) => !isJudged(each) && !isAbsent(each) && !reasons.has(each.reason));
  const judged = new Set(cases.filter(isJudged).flatMap(({ clauses }) => clauses));
  const about = (own: readonly CaseResult[]): string =>
    unique(own.map(({ family, operation }) => `${operation} ${family.split('/')[0]}`))
      .slice(0, 4)
      .join(', ');
  const clausesOf = (own: readonly CaseResult[]): string =>
    unique(own.flatMap(({ clauses }) => clauses))
      .filter((id) => !judged.has(id))
      .join(', ');
  const tried = new Set(cases.flatMap(({ clauses }) => clauses));
  for (const { clauseOf } of contract.operations) if (clauseOf.internal !== undefined) tried.add(clauseOf.internal);
  const groups = groupsOf(contract);
  const isUnseen = (id: string): boolean => absent.has(id) || closed.has(id);
  const untried = contract.clauses
    .map(({ id }) => id)
    .filter((id) => whole && !tried.has(id) && !isUnseen(groups.get(id)?.split(' ')[0] ?? ''));
  const missing = textOf('the server does not offer it', '服务器未提供');
  const codes = textOf('of an error only status and shape are looked at', '错误只检查状态与结构');
  const unmade = textOf('no operation makes what it takes to try them', '没有操作能造出检验它们所需的条件');
  return [
    ...(absent.size > 0 ? [row([...absent.keys()].join(', '), missing, cases.filter(isAbsent).length)] : []),
    ...[...Map.groupBy(closed, ([, why]) => why.en).values()].map((own) =>
      row(own.map(([id]) => id).join(', '), own[0]?.[1] ?? NOTHING),
    ),
    ...[...Map.groupBy(open, ({ reason }) => reason)].map(([why, own]) =>
      row(
        (why === stop?.text.en ? clausesOf(own) : about(own)) || 'some cases',
        textOf(why, own[0]?.reasonZh),
        own.length,
      ),
    ),
    ...contract.operations.flatMap(({ unmakeable, leftOut, operation, key }) => [
      ...(unmakeable === undefined ? [] : [row(key, unmakeable)]),
      ...(leftOut.length === 0 ? [] : [row(operation.id, notSent(leftOut))]),
    ]),
    ...(untried.length > 0 ? [row(untried.join(', '), unmade)] : []),
    row('error codes', codes),
  ];
};
