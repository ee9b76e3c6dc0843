import type { Step } from '../cases/case.ts';
import { requestOf } from '../laws/law-kit.ts';
import { isBelow, type Shown as Key, keyIn } from '../laws/world.ts';
import type { OperationModel } from '../model/read-model.ts';
import { type RequestPlan, valueIn } from '../model/request.ts';
import { type Diagnosis, diagnosisOf, type Words, words } from './diagnosis.ts';
import { irregular, stepsOf } from './dig.ts';
import { type Attempt, createExperiment, type Experiment, type Laboratory, lastPlan, withLast } from './laboratory.ts';
import { reduceSteps, type Shows } from './reduce.ts';
import type { Symptom } from './symptom.ts';

/** Which operation is at fault, and as what: it does wrong, or shows wrongly what another one did. */
interface Blame {
  readonly operation: OperationModel;
  readonly role: 'acts' | 'shows';
}

/** Answers that come at the same moment do not come in the same order twice. */
const MOST_RACES = 3;

/** A broken state law: the shortest sequence that shows it, and the operation at fault. */
export const digState = async (laboratory: Laboratory, symptom: Symptom): Promise<Diagnosis | undefined> => {
  const experiment = createExperiment(laboratory, symptom.tested.level);
  const { aspect } = symptom.deviation;
  const shows: Shows = ({ deviation }) => deviation?.layer === 'state' && deviation.aspect === aspect;
  let first: Attempt | undefined;
  for (let tries = 0; tries < (aspect === 'race' ? MOST_RACES : 1) && !(first && shows(first)); tries += 1)
    first = await experiment.attempt(stepsOf(symptom));
  if (!first) return undefined;
  if (!shows(first)) return irregular(symptom);
  const fewest = await reduceSteps(experiment, first, shows);
  const bad = await plainer(experiment, await fewerFilters(experiment, fewest, shows, symptom), shows, symptom);
  if (aspect === 'conflict' || aspect === 'race') return sayConflict(experiment, symptom, bad, shows);
  const blame = await findBlame(laboratory, experiment, symptom, bad);
  return sayState(laboratory, symptom, bad, blame);
};

/** Looks with as few filters as show it. */
const fewerFilters = async (
  experiment: Experiment,
  start: Attempt,
  shows: Shows,
  { model }: Symptom,
): Promise<Attempt> => {
  let best = start;
  for (const { ref } of model.subjects.filter(({ pairs, values }) => pairs !== undefined && values.length === 0)) {
    const plan = lastPlan(best.steps);
    if (!plan || valueIn(model, plan.changes, ref) === undefined || experiment.left() < 40) continue;
    const changes = { ...plan.changes, set: { ...plan.changes.set, [ref]: undefined } };
    const next = await experiment.attempt(withLast(best.steps, { ...plan, changes }));
    if (next && shows(next)) best = next;
  }
  return best;
};

const filtersOf = (model: OperationModel, { changes }: RequestPlan): string[] =>
  model.subjects.flatMap(({ pairs, values, ref }) =>
    pairs !== undefined && values.length === 0 && valueIn(model, changes, ref) !== undefined ? [ref] : [],
  );

/** Takes from what was sent before all that is not needed. */
const plainer = async (experiment: Experiment, start: Attempt, shows: Shows, symptom: Symptom): Promise<Attempt> => {
  if (symptom.deviation.aspect === 'conflict' || symptom.deviation.aspect === 'race') return start;
  let best = start;
  for (const [index, step] of start.steps.slice(0, -1).entries()) {
    const [plan] = step.requests;
    const set = plan?.changes.set ?? {};
    for (const ref of Object.keys(set)) {
      if (!ref.startsWith('body.') || String(set[ref]).match(/[\uE000-\uE0FF]/) || experiment.left() < 30 || !plan)
        continue;
      const own = best.steps[index]?.requests[0]?.changes.set ?? {};
      const { [ref]: _, ...fewer } = own;
      const next = await experiment.attempt(
        best.steps.with(index, { ...step, requests: [{ ...plan, changes: { ...plan.changes, set: fewer } }] }),
      );
      if (next && shows(next)) best = next;
    }
  }
  return best;
};

/** What a case varies that names nothing in particular. */
const OTHER_VALUES = 'other values';

/** A key that can be taken twice, or one that is taken for another. */
const sayConflict = async (
  experiment: Experiment,
  symptom: Symptom,
  bad: Attempt,
  shows: Shows,
): Promise<Diagnosis> => {
  const { model, deviation, tested } = symptom;
  const { id } = model.operation;
  const isLax = deviation.prediction.outcome === 'conflict' || deviation.aspect === 'race';
  const isPlain = isLax && deviation.aspect !== 'race' && (await isPlainDuplicate(experiment, symptom, bad, shows));
  const kind = isPlain ? 'again' : tested.kind || OTHER_VALUES;
  const isSame = (other: Symptom): boolean => {
    const { aspect, layer, prediction } = other.deviation;
    if (layer !== 'state' || other.model.operation.id !== id) return false;
    if (!isLax) return aspect === 'conflict' && prediction.outcome === 'success' && other.tested.kind === kind;
    if (isPlain) return aspect === 'race' || (aspect === 'conflict' && prediction.outcome === 'conflict');
    return (
      aspect === deviation.aspect &&
      prediction.outcome === 'conflict' &&
      (aspect === 'race' || other.tested.kind === '' || other.tested.kind === kind)
    );
  };
  return diagnosisOf(symptom, {
    clause: deviation.clauses[0] ?? model.clauseOf.conflict ?? id,
    direction: isLax ? 'too lax' : 'too strict',
    seen: isLax ? `creates-again-${kind}` : `confuses-${kind}`,
    title: isLax ? sayTwice(id, kind, deviation.aspect === 'race') : sayConfused(id, kind),
    example: { attempt: bad, value: '' },
    explains: isSame,
  });
};

const isPlainDuplicate = async (
  experiment: Experiment,
  { model }: Symptom,
  bad: Attempt,
  shows: Shows,
): Promise<boolean> => {
  const creation: RequestPlan = { model: model.key, changes: {} };
  const before = bad.steps.slice(0, -1).filter(({ requests }) => requests.every((plan) => plan.model !== model.key));
  const attempt = await experiment.attempt([
    ...before,
    { requests: [creation], setup: true },
    { requests: [creation] },
  ]);
  return attempt !== undefined && shows(attempt);
};

const sayTwice = (id: string, kind: string, isRace: boolean): Words => {
  if (isRace)
    return words(
      `${id} creates one name more than once when the requests come at the same moment`,
      `同时收到多个请求时，${id} 会重复创建同一名称`,
    );
  const [en, zh] = kind === 'again' ? ['', ''] : [`, the second time with ${kind}`, `（第二次：${kind}）`];
  return words(`${id} creates what exists already${en}`, `${id} 会创建已存在的内容${zh}`);
};

const sayConfused = (id: string, kind: string): Words => {
  if (kind === 'deleted')
    return words(
      `${id} finds a name taken, though what had it was deleted`,
      `名称对应的内容已删除，${id} 仍视其为已占用`,
    );
  return kind === 'left behind'
    ? words(`${id} leaves the name taken when it refuses a request`, `${id} 拒绝请求后仍占用名称`)
    : words(`${id} takes another key for one that exists (${kind})`, `${id} 把不同的键当作已存在（${kind}）`);
};

/** Properties of lists alone: nobody else shows them. */
const OF_LISTS: ReadonlySet<string> = new Set(['filter', 'page', 'Content-Range', 'repeated']);

/**
 * Who is at fault: what another operation shows rightly of the same records, the one that looked shows
 * wrongly; what nobody shows rightly was not done.
 */
const findBlame = async (
  laboratory: Laboratory,
  experiment: Experiment,
  symptom: Symptom,
  bad: Attempt,
): Promise<Blame> => {
  const { contract } = laboratory.sender;
  const { model: last, deviation } = symptom;
  const acts = bad.steps
    .slice(0, -1)
    .flatMap(({ requests }) => requests.flatMap((plan) => contract.byKey.get(plan.model) ?? []));
  const collection = last.operation.effect?.collection;
  const isRemoval = ({ operation: { effect } }: OperationModel): boolean =>
    effect?.kind === 'delete' &&
    (effect.collection === collection || isBelow(contract, collection ?? '', effect.collection));
  const act =
    (deviation.aspect === 'absence' ? acts.findLast(isRemoval) : undefined) ??
    acts.findLast(
      ({ operation }) => ACTS.has(operation.effect?.kind ?? '') && operation.effect?.collection === collection,
    ) ??
    acts.at(-1);
  const shows: Blame = { operation: last, role: 'shows' };
  if (!act || OF_LISTS.has(deviation.aspect)) return shows;
  const acted: Blame = { operation: act, role: 'acts' };
  const resource = contract.resources.find((each) => each.collection === collection);
  const property = Object.entries(last.answer.shown).find(([, shown]) => shown === deviation.aspect)?.[0];
  const keys = keysOf(last, bad, contract.byKey, deviation.aspect);
  const views = (resource?.operations ?? []).filter((view) => {
    const kind = view.operation.effect?.kind ?? '';
    if (view.key === last.key || !VIEWS.has(kind) || laboratory.absent.has(view.operation.id)) return false;
    return property === undefined
      ? !last.answer.properties.includes(deviation.aspect)
      : view.answer.shown[property] !== undefined;
  });
  let asked = 0;
  for (const view of views.slice(0, 3)) {
    const attempts: Attempt[] = [];
    for (const key of keys) {
      const attempt = await experiment.attempt(withLast(bad.steps, requestOf(view, { key, values: {} }, {})));
      if (attempt && isTelling(attempt)) attempts.push(attempt);
    }
    if (attempts.length === 0) continue;
    asked += 1;
    if (attempts.every(({ isRight }) => isRight)) return shows;
  }
  if (asked > 0) return acted;
  // Nobody else looks: a value that was sent is the affair of who took it, a record that is not found of who looked.
  if (property !== undefined && keys.some((key) => key[property] !== undefined)) return shows;
  return property !== undefined ||
    last.answer.moved.includes(deviation.aspect) ||
    act.operation.effect?.kind !== 'create'
    ? acted
    : shows;
};

/** Whether an answer tells anything of the record: a body of another shape does not. */
const isTelling = ({ deviation, exchange, looks }: Attempt): boolean =>
  looks && deviation?.layer !== 'shape' && (exchange?.response?.status ?? 500) < 500;

const ACTS: ReadonlySet<string> = new Set(['create', 'update', 'delete']);
const VIEWS: ReadonlySet<string> = new Set(['read', 'list', 'exists']);

/** The keys of what is looked at; of a list those of the last records that it should show, or no longer show. */
const keysOf = (
  last: OperationModel,
  { steps }: Attempt,
  byKey: ReadonlyMap<string, OperationModel>,
  aspect: string,
): readonly Key[] => {
  const plan = lastPlan(steps);
  const own = plan ? keyIn(last, plan) : {};
  if (Object.keys(own).length > 0) return [own];
  const made = new Map<string, Key>();
  const deleted = new Set<string>();
  for (const each of steps.slice(0, -1).flatMap(({ requests }) => requests)) {
    const model = byKey.get(each.model);
    const effect = model?.operation.effect;
    if (!model || effect?.collection !== last.operation.effect?.collection) continue;
    const key = keyIn(model, each);
    const id = Object.values(key).join(' ');
    if (effect?.kind === 'create') made.set(id, key);
    if (effect?.kind === 'delete') deleted.add(id);
  }
  const ids = [...made.keys()];
  const gone = ids.filter((id) => deleted.has(id));
  const wanted = aspect === 'absence' && gone.length > 0 ? gone : ids.filter((id) => !deleted.has(id));
  return wanted.slice(-2).map((id) => made.get(id) ?? {});
};

const sayState = (
  { sender: { contract } }: Laboratory,
  symptom: Symptom,
  bad: Attempt,
  { operation: model, role }: Blame,
): Diagnosis => {
  const { deviation, tested } = symptom;
  const { id } = model.operation;
  const shown = bad.deviation ?? deviation;
  const property = Object.entries(symptom.model.answer.shown).find(([, name]) => name === deviation.aspect)?.[0];
  const field = model.subjects.find(({ place, record }) => place === 'body' && record === property);
  const ofFilter = OF_LISTS.has(deviation.aspect) ? filterClause(model, symptom) : undefined;
  const clause =
    (role === 'acts' ? field?.presence?.id : ofFilter) ?? model.clauseOf.success ?? deviation.clauses[0] ?? id;
  const looked = symptom.model.operation.id;
  const before = bad.steps
    .slice(0, -1)
    .flatMap(({ requests }: Step) => requests.flatMap((plan) => contract.byKey.get(plan.model)?.operation.id ?? []));
  const path = [...new Set(before)].join(', ');
  const { received, expected } = shown;
  const after = path === '' ? ['', ''] : [` after ${path}`, `，此前为 ${path}`];
  return diagnosisOf(symptom, {
    operation: id,
    clause,
    seen: `${role}-${deviation.aspect}${OF_LISTS.has(deviation.aspect) ? `-${tested.kind}` : ''}`,
    title:
      role === 'acts'
        ? words(
            `${id} does not do what must show: ${looked} then answers ${received} (expected ${expected})`,
            `${id} 未达到应有效果：随后 ${looked} 应答 ${received}（预期 ${expected}）`,
          )
        : words(
            `${id} shows ${received} (expected ${expected})${after[0]}`,
            `${id} 显示 ${received}（预期 ${expected}）${after[1]}`,
          ),
    example: { attempt: bad, value: '' },
    explains: (other) => explains(contract.byKey, symptom, bad, model, role, other),
  });
};

const filterClause = (model: OperationModel, { tested }: Symptom): string | undefined => {
  const own = new Set(model.subjects.flatMap(({ presence }) => presence?.id ?? []));
  return tested.clauses.findLast((id) => own.has(id) && id !== model.clauseOf.success);
};

/** Whether another broken law has the same cause. */
const explains = (
  byKey: ReadonlyMap<string, OperationModel>,
  { deviation: { aspect }, model: looked }: Symptom,
  bad: Attempt,
  model: OperationModel,
  role: Blame['role'],
  other: Symptom,
): boolean => {
  const { deviation } = other;
  const { id, effect } = model.operation;
  // What was not made holds nothing.
  const isLost = role === 'acts' && effect?.kind === 'create' && aspect === 'presence';
  if (deviation.layer !== 'state' && !(isLost && deviation.received === '404')) return false;
  const isMoved = looked.answer.moved.includes(aspect);
  const plan = lastPlan(bad.steps);
  const used = plan ? filtersOf(looked, plan) : [];
  const usesAll = (symptom: Symptom): boolean => used.every((ref) => filtersOf(looked, symptom.plan).includes(ref));
  if (role === 'shows') {
    if (other.model.operation.id !== id) return false;
    if (OF_LISTS.has(aspect)) return deviation.aspect === aspect && (aspect !== 'filter' || usesAll(other));
    return aspect === 'presence' || deviation.aspect === aspect;
  }
  const acted = other.tested.steps
    .slice(0, deviation.step + 1)
    .some(({ requests }) => requests.some((plan) => byKey.get(plan.model)?.operation.id === id));
  if (!acted) return false;
  // What was not created is found by nobody, and can be created again.
  if (isLost) return true;
  if (aspect === 'presence' || aspect === 'absence')
    return deviation.aspect === 'presence' || deviation.aspect === 'absence' || deviation.aspect === 'conflict';
  const moved = (symptom: Symptom): boolean => symptom.model.answer.moved.includes(symptom.deviation.aspect);
  return deviation.aspect === aspect || (isMoved && moved(other));
};
