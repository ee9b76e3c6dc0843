import type { ContractModel } from '../model/read-model.ts';
import type { Diagnosis } from './diagnosis.ts';
import { digAnswer, groupAnswers } from './dig-answer.ts';
import { digLax } from './dig-lax.ts';
import { digState } from './dig-state.ts';
import { digStrict } from './dig-strict.ts';
import { groupLax } from './group-lax.ts';
import type { Judged } from './judged.ts';
import type { Laboratory } from './laboratory.ts';
import { isLax, listSymptoms, type Symptom } from './symptom.ts';

/** Causes that are looked for one by one; a server that is wrong in more ways shows the plainest of them. */
const MOST_DIGS = 60;

/**
 * Finds the causes of what deviates by asking the server, the plainest deviation first. Each further
 * deviation is first held against the causes that are known, and counted there if it has one of them:
 * so many faults cost so many diagnoses, not thousands.
 */
export const diagnose = async (judged: readonly Judged[], laboratory: Laboratory): Promise<Diagnosis[]> => {
  const { contract } = laboratory.sender;
  const symptoms = listSymptoms(contract, judged);
  const found: Diagnosis[] = [];
  const explain = (symptom: Symptom): boolean => {
    const index = found.findIndex((each) => each.explains(symptom));
    const known = found[index];
    if (known) found[index] = { ...known, symptoms: [...known.symptoms, symptom] };
    return known !== undefined;
  };
  const add = (diagnosis: Diagnosis | undefined, members: readonly Symptom[] = []): void => {
    if (diagnosis) found.push({ ...diagnosis, symptoms: [...new Set([...diagnosis.symptoms, ...members])] });
  };

  for (const { main, clause, members, kinds, also } of groupLax(symptoms.filter(isLax), judged, contract)) {
    if (members.every(explain)) continue;
    const diagnosis = await digLax(laboratory, main, clause, kinds);
    add(diagnosis && { ...diagnosis, also: diagnosis.example ? also : [] }, members);
  }
  const layers: readonly (readonly [
    (symptom: Symptom) => boolean,
    (symptom: Symptom) => Promise<Diagnosis | undefined>,
  ])[] = [
    [
      (symptom) => !isLax(symptom) && (symptom.deviation.layer === 'outcome' || symptom.deviation.layer === 'silent'),
      (symptom) => digStrict(laboratory, symptom),
    ],
    [({ deviation }) => deviation.layer === 'state', (symptom) => digState(laboratory, symptom)],
  ];
  for (const [isOwn, dig] of layers)
    for (const symptom of symptoms.filter(isOwn)) {
      if (explain(symptom)) continue;
      if (found.length >= MOST_DIGS) add(undefined);
      else add(await dig(symptom));
    }
  const untaken = symptoms.filter((symptom) => !isTaken(symptom, found) && !isRefusedAnyway(symptom, found));
  for (const group of groupAnswers(untaken, judged)) add(await digAnswer(laboratory, group), group.members);
  explainIrregular(found);
  return mergeOperations(mergeChanges(contract, mergeAlike(found))).map(nameOthers);
};

/** The other operations that show the same of the same rule. */
const nameOthers = (diagnosis: Diagnosis): Diagnosis => {
  const { operation, clause, symptoms, also, layer } = diagnosis;
  if (layer !== 'outcome' && layer !== 'silent') return diagnosis;
  const others = symptoms
    .filter(({ model, subject }) => model.operation.id !== operation && subject?.clauses.includes(clause))
    .map(({ model }) => ({ operation: model.operation.id, clause }));
  return { ...diagnosis, also: [...also, ...others] };
};

/**
 * What did not show again is told apart only where no cause that was found later explains it: a bad
 * name that is taken once, say, is a conflict the second time.
 */
const explainIrregular = (found: Diagnosis[]): void => {
  for (const each of found.filter(({ example }) => example === undefined)) {
    const index = found.findIndex(
      (other) =>
        other.example &&
        each.symptoms.every(
          (symptom) => other.explains(symptom) || isTaken(symptom, [other]) || isRefusedAnyway(symptom, [other]),
        ),
    );
    const cause = found[index];
    if (!cause) continue;
    found[index] = { ...cause, symptoms: [...cause.symptoms, ...each.symptoms] };
    found.splice(found.indexOf(each), 1);
  }
};

/** Whether a request that is refused for another reason than it should be has in it what is refused wrongly. */
const isRefusedAnyway = (symptom: Symptom, found: readonly Diagnosis[]): boolean => {
  const { deviation } = symptom;
  const isOfOther = deviation.prediction.outcome === 'conflict' || deviation.prediction.missing !== undefined;
  const asValid: Symptom = {
    ...symptom,
    deviation: { ...deviation, layer: 'outcome', prediction: { ...deviation.prediction, outcome: 'success' } },
  };
  return (
    isOfOther &&
    deviation.received.startsWith('4') &&
    found.some(({ direction, explains }) => direction === 'too strict' && explains(asValid))
  );
};

/** Whether a conflict about a bad name only says that it was taken before. */
const isTaken = ({ deviation, model, value }: Symptom, found: readonly Diagnosis[]): boolean =>
  deviation.prediction.outcome === 'refusal' &&
  deviation.received === model.conflict &&
  found
    .flatMap(({ symptoms }) => symptoms)
    .some((other) => isLax(other) && other.model.operation.id === model.operation.id && other.value === value);

/**
 * What did not show again has no explanation in its requests: one for each kind of answer. Pieces of a
 * text that has no rule are refused for one reason.
 */
const mergeAlike = (found: readonly Diagnosis[]): Diagnosis[] => {
  const keyOf = (each: Diagnosis): string | Diagnosis => {
    const { example, operation, layer, seen, clause, symptoms } = each;
    const [first] = symptoms;
    if (!example) return `${operation} ${layer} ${seen}`;
    const isOfText = first?.subject?.type === 'string' && !first.subject.rule.hasPatterns && example.value !== '';
    return isOfText && seen.startsWith('refuses-') && clause === first?.subject?.presence?.id
      ? `${operation} ${clause}`
      : each;
  };
  return [...Map.groupBy(found, keyOf).values()].map((same) => ({
    ...(same[0] as Diagnosis),
    symptoms: same.flatMap(({ symptoms }) => symptoms),
  }));
};

/** An update that several values do not survive is not done, rather than undone value by value. */
const mergeChanges = (contract: ContractModel, found: readonly Diagnosis[]): Diagnosis[] => {
  const updates = new Map(
    contract.operations.flatMap(({ operation: { id, effect }, clauseOf: { success } }) =>
      effect?.kind === 'update' && success !== undefined ? [[id, success]] : [],
    ),
  );
  const groups = Map.groupBy(found, (each) =>
    updates.has(each.operation) && each.seen.startsWith('acts-') ? each.operation : each,
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    const clause = updates.get(first?.operation ?? '');
    if (!first || same.length === 1 || clause === undefined) return same;
    const also = same.map((each) => ({ operation: each.operation, clause: each.clause }));
    return [{ ...first, clause, also, symptoms: same.flatMap(({ symptoms }) => symptoms) }];
  });
};

/** The same wrong answer of three operations or more is one cause; of a page or its header, of two. */
const mergeOperations = (found: readonly Diagnosis[]): Diagnosis[] => {
  const MOST_APART = 2;
  const isOfPage = ({ layer, seen }: Diagnosis): boolean =>
    layer === 'state' && /^shows-(page|Content-Range)/.test(seen);
  const keyOf = (diagnosis: Diagnosis): string => {
    const { layer, seen, level, symptoms, title } = diagnosis;
    const outcome = symptoms[0]?.deviation.prediction.outcome;
    const what = title.en.replace(/ \(expected.*/, '');
    if (isOfPage(diagnosis)) return `${layer} ${seen}`;
    if (seen === 'error shape') return `${level} ${seen}`;
    if (layer === 'body') return `${layer} ${level} ${outcome === 'success'}`;
    if (layer === 'number') return `${layer} ${level} ${seen} ${outcome} ${outcome === 'refusal' ? '' : what}`;
    return seen === 'accepts-without-credentials' ? `${level} ${seen}` : '';
  };
  const groups = Map.groupBy(found, (each) => keyOf(each) || each);
  return [...groups.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (!first || same.length <= (isOfPage(first) ? 1 : MOST_APART)) return same;
    return [
      {
        ...first,
        also: [...first.also, ...others.map(({ operation, clause }) => ({ operation, clause }))],
        symptoms: same.flatMap(({ symptoms }) => symptoms),
      },
    ];
  });
};
