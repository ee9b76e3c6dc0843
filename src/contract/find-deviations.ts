import type { Case } from './case.ts';
import { describeGroup } from './grouping/describe-group.ts';
import { explainLaws } from './grouping/explain-laws.ts';
import { type Group, groupDeviations } from './grouping/group-deviations.ts';
import { complexity, type Observation } from './grouping/observation.ts';
import { type Investigation, investigate, type Laboratory } from './investigate.ts';
import { leaning, type ModelOf } from './judge.ts';
import { ABOUT } from './laws/law-kit.ts';
import type { ContractModel, OperationModel } from './model.ts';
import type { Finding } from './report.ts';
import type { Judged } from './write-report.ts';

/**
 * Finds what the deviating answers of one operation come from, one finding a cause, each looked at
 * again.
 */
export const findDeviations = async (
  contract: ContractModel,
  model: OperationModel,
  judged: readonly Judged[],
  laboratory: Laboratory,
): Promise<Finding[]> => {
  const observations = observeAll(judged, laboratory.modelOf).filter(
    ({ plan, tested, deviation }) =>
      plan.operation === model.operation.id && (!isLaw(tested) || deviation?.kind === 'shape'),
  );
  const groups = groupDeviations(observations);
  const looked: { group: Group; example: Observation; found: Investigation }[] = [];
  for (const group of groups) {
    const candidates = group.members.toSorted((left, right) => complexity(left) - complexity(right));
    const [example] = candidates;
    const found = example && (await investigate(candidates, laboratory));
    if (example && found) looked.push({ group, example, found });
  }
  const titleOf = (id: string): string => contract.clauses.find((clause) => clause.id === id)?.title ?? '';
  const findings = mergeIrregular(looked).map(({ group, example, found }): Finding => {
    // What does not show again has no explanation in its requests.
    const shown = found.reproduced === 'flaky' ? { ...group, feature: 'any:' } : group;
    const { clause, direction, title } = describeGroup(shown, example, found.value, titleOf);
    const { level } = found.deviation;
    return {
      id: [model.operation.id, clause ?? example.tested.family, direction.replace(' ', '-')].join('/'),
      operation: model.operation.id,
      clause,
      level,
      direction,
      title,
      expected: found.deviation.expected,
      received: found.deviation.received,
      cases: [...new Set(group.members.map(({ tested }) => tested.id))],
      example: found.example,
      neighbour: found.neighbour,
      reproduced: found.reproduced,
      secondResponse: found.secondResponse,
      known: undefined,
    };
  });
  return withUniqueIds(findings);
};

const isLaw = ({ family }: Case): boolean => family.startsWith('law/');

/**
 * The operations at fault behind the state laws that are broken, one finding each.
 *
 * @param known what was found beside the laws; a law that only shows the same again is added to it.
 */
export const findBrokenLaws = async (
  contract: ContractModel,
  judged: readonly Judged[],
  laboratory: Laboratory,
  known: readonly Finding[],
): Promise<Finding[]> => {
  const { modelOf } = laboratory;
  const observations = observeAll(judged, modelOf).filter(
    ({ tested, deviation }) => isLaw(tested) && deviation?.kind !== 'shape',
  );
  const idsOf = (...kinds: readonly string[]): ReadonlySet<string> =>
    new Set(
      contract.operations.flatMap(({ operation: { id, effect } }) => (kinds.includes(effect?.kind ?? '') ? id : [])),
    );
  const roles = { creators: idsOf('create'), observers: idsOf('read', 'list', 'exists') };
  const findings = [...known];
  for (const { operation, role, members } of explainLaws(observations, roles)) {
    const candidates = members.toSorted((left, right) => complexity(left) - complexity(right));
    const [example] = candidates;
    const clauses = modelOf(operation)?.clauseOf;
    if (!example || !clauses) continue;
    const cases = [...new Set(members.map(({ tested }) => tested.id))];
    const same = findings.findIndex((finding) => finding.operation === operation && isSameAnswer(finding, members));
    const before = findings[same];
    if (before) {
      findings[same] = { ...before, cases: [...before.cases, ...cases] };
      continue;
    }
    const found = await investigate(candidates, laboratory);
    if (!found) continue;
    const clause = sharedClause(members) ?? clauses.success ?? example.about.clauses[0];
    findings.push({
      id: [operation, clause ?? 'state', 'state'].join('/'),
      operation,
      clause,
      level: found.deviation.level,
      direction: 'wrong answer',
      title: `${role === 'acts' ? 'does not do what the others should show' : 'shows something else than was done'}: ${example.tested.title}`,
      expected: found.deviation.expected,
      received: found.deviation.received,
      cases,
      example: found.example,
      neighbour: undefined,
      reproduced: found.reproduced,
      secondResponse: found.secondResponse,
      known: undefined,
    });
  }
  return withUniqueIds(absorbConsequences(findings, contract));
};

/**
 * Where an operation creates nothing, all that need what it should have created find nothing, and it
 * creates the same again: that is no more than its own fault.
 */
const absorbConsequences = (findings: readonly Finding[], contract: ContractModel): Finding[] => {
  const idle = findings.filter(
    ({ id, operation }) => id === idOfState(operation, id) && isCreator(contract, operation),
  );
  const isConsequence = (finding: Finding, cause: Finding): boolean => {
    if (finding === cause) return false;
    const model = contract.operations.find(({ operation }) => operation.id === finding.operation);
    const own = contract.operations.find(({ operation }) => operation.id === cause.operation)?.operation.effect;
    if (!model || !own) return false;
    if (finding.operation === cause.operation)
      return finding.clause === model.clauseOf.conflict && finding.direction === 'too lax';
    return model.operation.requires.some(
      ({ collection, code }) => collection === own.collection && finding.received === model.statusOf(code),
    );
  };
  return findings.flatMap((finding) => {
    if (idle.some((cause) => isConsequence(finding, cause))) return [];
    const follow = idle.includes(finding) ? findings.filter((each) => isConsequence(each, finding)) : [];
    return [{ ...finding, cases: [...new Set([...finding.cases, ...follow.flatMap(({ cases }) => cases)])] }];
  });
};

const idOfState = (operation: string, id: string): string =>
  id.startsWith(`${operation}/`) && id.endsWith('/state') ? id : '';

const isCreator = ({ operations }: ContractModel, id: string): boolean =>
  operations.some(({ operation }) => operation.id === id && operation.effect?.kind === 'create');

/** Whether the laws only see the wrong status that was found without them. */
const isSameAnswer = ({ received }: Finding, members: readonly Observation[]): boolean =>
  members.every(({ deviation }) => deviation?.kind === 'status' && deviation.received === received);

/** The clause that all the broken cases are about, where they are about one. */
const sharedClause = (members: readonly Observation[]): string | undefined => {
  const about = new Set(members.flatMap(({ tested }) => tested.tags.find((tag) => tag.startsWith(ABOUT)) ?? []));
  const [only] = about;
  return about.size === 1 ? only?.slice(ABOUT.length) : undefined;
};

/** What does not show again has no explanation in its requests: one finding for each kind of answer. */
const mergeIrregular = <Looked extends { group: Group; found: Investigation }>(looked: readonly Looked[]): Looked[] => {
  const kept: Looked[] = [];
  const irregular = new Map<string, number>();
  for (const each of looked) {
    const key = each.found.deviation.received;
    const known = irregular.get(key);
    const before = known === undefined ? undefined : kept[known];
    if (each.found.reproduced !== 'flaky' || !before || known === undefined) {
      if (each.found.reproduced === 'flaky') irregular.set(key, kept.length);
      kept.push(each);
      continue;
    }
    kept[known] = { ...before, group: { ...before.group, members: [...before.group.members, ...each.group.members] } };
  }
  return kept;
};

const withUniqueIds = (findings: readonly Finding[]): Finding[] => {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, count);
    return count === 1 ? finding : { ...finding, id: `${finding.id}/${count}` };
  });
};

const observeAll = (judged: readonly Judged[], modelOf: ModelOf): Observation[] =>
  judged.flatMap((each) => observe(modelOf, each));

/** Every answer of a case that was judged, as it must be or not. */
const observe = (modelOf: ModelOf, { run, judgement }: Judged): Observation[] => {
  const { tested, answers } = run;
  const last = judgement.deviations.at(-1)?.step ?? (judgement.problem === undefined ? answers.length : -1);
  return tested.steps.slice(0, last + 1).flatMap((step, index): Observation[] => {
    const exchanges = answers[index] ?? [];
    const deviations = judgement.deviations.filter((each) => each.step === index);
    const at = (request: number): Pick<Observation, 'plan' | 'exchange'> | undefined => {
      const [plan, exchange] = [step.requests[request], exchanges[request]];
      return plan && exchange ? { plan, exchange } : undefined;
    };
    if (step.setup === true) return [];
    const model = modelOf(step.requests[0]?.operation ?? tested.operation);
    if (!model) return [];
    const base = { model, run, tested, step: index, about: step.about ?? tested };
    if (deviations.length > 0)
      return deviations.flatMap((deviation) => {
        const sent = at(deviation.request);
        return sent ? [{ ...base, ...sent, outcome: deviation.outcome, deviation }] : [];
      });
    const sent = at(0);
    return sent
      ? [
          {
            ...base,
            ...sent,
            outcome: step.others?.outcome === 'conflict' ? 'conflict' : leaning(step.expect),
            deviation: undefined,
          },
        ]
      : [];
  });
};
