import { type Text, textOf } from '../../../text/bilingual.ts';
import type { Step } from '../../cases/case.ts';
import { requestOf } from '../../laws/law-kit.ts';
import { act, isBelow, type Shown as Key, keyIn, type World } from '../../laws/world.ts';
import type { OperationModel } from '../../model/read-model.ts';
import { brokenBy, type RequestPlan, valueIn } from '../../model/request.ts';
import { choosesRecords, pageSubjects, type Subject } from '../../model/subject.ts';
import { LOOKS } from '../../run/send-steps.ts';
import { type Attempt, lastPlan, withChanges, withValue } from '../laboratory.ts';
import type { Symptom } from '../symptom.ts';
import { type Dig, dropping, type Particulars, simplify, statusOf, successOf, tries } from './dig.ts';
import { digStrict, directionOf, sayRefused } from './dig-strict.ts';

/** A broken state law: the shortest sequence that shows it, and the operation at fault. */
export const digState = async (dig: Dig, first: Attempt): Promise<Particulars> => {
  const { model, deviation } = dig.symptom;
  const before = first.steps.slice(0, -1);
  const shorter = before.map((_, index) => (steps: readonly Step[]) => steps.toSpliced(index, 1)).reverse();
  const fewest = await simplify(dig, first, shorter, 0);
  if (deviation.aspect === 'conflict' || deviation.aspect === 'race') return sayConflict(dig, fewest);
  // Refused whatever came before, it is refused for what it says.
  if (deviation.aspect === 'refused')
    return fewest.steps.length > 1 ? sayRefusedAfter(dig, fewest) : digStrict(dig, fewest);
  const filters = filtersOf(model, lastPlan(fewest.steps));
  const fields = fewest.steps.slice(0, -1).flatMap(({ requests: [plan] }, index) => {
    const set = plan?.changes.set ?? {};
    const isPlain = (ref: string): boolean => ref.startsWith('body.') && !/[\uE000-\uE0FF]/.test(String(set[ref]));
    return Object.keys(set).flatMap((ref) => (isPlain(ref) ? [{ ref, index }] : []));
  });
  const plainer = [
    ...filters.map((ref) => (steps: readonly Step[]) => withValue(steps, ref, undefined)),
    ...fields.map(({ ref, index }) => (steps: readonly Step[]) => {
      const own = steps[index]?.requests[0]?.changes ?? {};
      return withChanges(steps, dropping('set', ref)(own), index);
    }),
  ];
  const bad = await simplify(dig, fewest, plainer, 30);
  return sayState(dig, bad, await findActor(dig, bad));
};

/** A valid request that is refused once something else was done. */
const sayRefusedAfter = (dig: Dig, bad: Attempt): Particulars => {
  const { model } = dig.symptom;
  const { id } = model.operation;
  const list = idsBefore(dig, bad).join(', ');
  return {
    operation: id,
    clause: successOf(model),
    seen: `refuses-after-${list.replaceAll(', ', '+')}`,
    direction: directionOf(statusOf(bad)),
    title: sayRefused(
      textOf(`a valid request of ${id} after ${list}`, ` ${list} 之后 ${id} 的有效请求`),
      statusOf(bad),
    ),
    example: bad,
    explains: (other) => other.deviation.aspect === 'refused' && other.model.operation.id === id,
  };
};

const filtersOf = (model: OperationModel, { changes }: RequestPlan): string[] =>
  model.subjects.flatMap((subject) =>
    choosesRecords(subject) && valueIn(model, changes, subject.ref) !== undefined ? [subject.ref] : [],
  );

/** A key that can be taken twice, or one that is taken for another. */
const sayConflict = async (dig: Dig, bad: Attempt): Promise<Particulars> => {
  const { model, deviation, tested } = dig.symptom;
  const { id } = model.operation;
  const isTwice = ({ deviation: { prediction, aspect } }: Symptom): boolean =>
    aspect === 'race' || (aspect === 'conflict' && prediction.outcome === 'conflict');
  const isConfused = ({ deviation: { prediction, aspect } }: Symptom): boolean =>
    aspect === 'conflict' && prediction.outcome === 'success';
  const isLax = isTwice(dig.symptom);
  const creation: RequestPlan = { model: model.key, changes: {} };
  const before = bad.steps.slice(0, -1).filter(({ requests }) => requests.every((plan) => plan.model !== model.key));
  const twice = [...before, { requests: [creation], setup: true }, { requests: [creation] }];
  const isPlain = isLax && deviation.aspect === 'conflict' && (await tries(dig, twice)) !== undefined;
  const isOfRemoval = before.some(({ requests }) =>
    requests.some((plan) => dig.contract.byKey.get(plan.model)?.operation.effect?.kind === 'delete'),
  );
  const kind = isPlain ? 'again' : tested.kind || (isOfRemoval ? 'deleted' : 'other values');
  const isSame = (other: Symptom): boolean =>
    isPlain || (other.deviation.aspect === deviation.aspect && ['', kind].includes(other.tested.kind));
  return {
    clause: deviation.clauses[0] ?? model.clauseOf.conflict ?? id,
    direction: isLax ? 'too lax' : 'too strict',
    seen: isLax ? `creates-again-${kind}` : `confuses-${kind}`,
    title: (isLax ? sayTwice : sayConfused)(id, kind),
    example: bad,
    explains: (other) =>
      other.model.operation.id === id && (isLax ? isTwice(other) : isConfused(other)) && isSame(other),
  };
};

const sayTwice = (id: string, kind: string): Text => {
  if (kind === 'race')
    return textOf(
      `${id} creates one name more than once when the requests come at the same moment`,
      `同时收到多个请求时，${id} 会重复创建同一名称`,
    );
  return kind === 'again'
    ? textOf(`${id} creates what exists already`, `${id} 会创建已存在的内容`)
    : textOf(
        `${id} creates what exists already, the second time with ${kind}`,
        `${id} 会创建已存在的内容（第二次：${kind}）`,
      );
};

const sayConfused = (id: string, kind: string): Text => {
  if (kind === 'deleted')
    return textOf(
      `${id} finds a name taken, though what had it was deleted`,
      `名称对应的内容已删除，${id} 仍视其为已占用`,
    );
  return kind === 'left behind'
    ? textOf(`${id} leaves the name taken when it refuses a request`, `${id} 拒绝请求后仍占用名称`)
    : textOf(`${id} takes another key for one that exists (${kind})`, `${id} 把不同的键当作已存在（${kind}）`);
};

/** Properties of lists alone: nobody else shows them. */
const OF_LISTS: ReadonlySet<string> = new Set(['filter', 'order', 'page', 'next', 'Content-Range', 'repeated']);

const plansBefore = ({ steps }: Attempt): RequestPlan[] => steps.slice(0, -1).flatMap(({ requests }) => requests);

/** The operations that came before the last step, each once. */
const idsBefore = ({ contract }: Dig, bad: Attempt): string[] => [
  ...new Set(plansBefore(bad).flatMap(({ model }) => contract.byKey.get(model)?.operation.id ?? [])),
];

const propertyOf = ({ model: { answer }, deviation: { aspect } }: Symptom): string | undefined =>
  Object.entries(answer.shown).find(([, shown]) => shown === aspect)?.[0];

/**
 * The operation that did not do what must show, and nobody shows; undefined where the one that looked
 * shows wrongly what another one shows rightly of the same records.
 */
const findActor = async (dig: Dig, bad: Attempt): Promise<OperationModel | undefined> => {
  const { contract, laboratory, symptom } = dig;
  const { model: last, deviation } = symptom;
  const { aspect } = deviation;
  const collection = last.operation.effect?.collection ?? '';
  const acts = plansBefore(bad).flatMap(({ model }) => contract.byKey.get(model) ?? []);
  const isRemoval = ({ operation: { effect } }: OperationModel): boolean =>
    effect?.kind === 'delete' && (effect.collection === collection || isBelow(contract, collection, effect.collection));
  // Numbers are given where records are created, whatever became of them since.
  const isOfNumber = contract.resources.some((each) => each.collection === collection && each.sequence === aspect);
  const isAct = ({ operation: { effect } }: OperationModel): boolean =>
    effect?.collection === collection && (isOfNumber ? effect.kind === 'create' : !LOOKS.has(effect.kind));
  const removal = acts.findLast(isRemoval);
  const change = acts.findLast(({ operation: { effect } }) => effect?.kind === 'update');
  // What is right without it was deleted or changed along with something else.
  const suspect = aspect === 'presence' ? (removal ?? change) : isOfNumber ? change : undefined;
  const isKept = ({ requests }: Step): boolean => requests.every(({ model }) => model !== suspect?.key);
  if (suspect && (await dig.attempt(bad.steps.filter(isKept)))?.isRight) return suspect;
  const actor = (aspect === 'absence' ? removal : undefined) ?? acts.findLast(isAct) ?? acts.at(-1);
  if (!actor || OF_LISTS.has(aspect)) return undefined;
  const property = propertyOf(symptom);
  const keys = keysOf(dig, bad, collection);
  const views = contract.operations.filter((view) => {
    const { id, effect } = view.operation;
    if (view.key === last.key || effect?.collection !== collection || laboratory.absent.has(id)) return false;
    const isShown = property !== undefined && view.answer.shown[property] !== undefined;
    return LOOKS.has(effect.kind) && (isShown || (property === undefined && !last.answer.properties.includes(aspect)));
  });
  let isAsked = false;
  for (const view of keys.length > 0 ? views.slice(0, 3) : []) {
    const looks = keys.map((key) => ({ requests: [requestOf(view, { key, values: {} }, {})] }));
    const attempt = await dig.attempt([...bad.steps.slice(0, -1), ...looks]);
    // A body of another shape tells nothing of the record.
    const isTelling = attempt?.looks && attempt.deviation?.layer !== 'shape' && !statusOf(attempt).startsWith('5');
    if (isTelling && attempt.isRight) return undefined;
    isAsked ||= isTelling === true;
  }
  if (isAsked) return actor;
  // Nobody else looks: a value that was sent is the affair of who took it, a record that is not found of who looked.
  if (property !== undefined) return keys.some((key) => key[property] !== undefined) ? undefined : actor;
  const isCreation = actor.operation.effect?.kind === 'create';
  return isCreation && !last.answer.moved.includes(aspect) ? undefined : actor;
};

/** The keys of what is looked at; of a list those of the last records that it should show, or no longer show. */
const keysOf = ({ contract, symptom }: Dig, bad: Attempt, collection: string): readonly Key[] => {
  const own = keyIn(symptom.model, lastPlan(bad.steps));
  if (Object.keys(own).length > 0) return [own];
  const world = plansBefore(bad).reduce((before: World, plan) => act(contract, before, plan, true), []);
  const records = world.filter((each) => each.collection === collection);
  const gone = symptom.deviation.aspect === 'absence' ? records.filter(({ isAlive }) => !isAlive) : [];
  const wanted = gone.length > 0 ? gone : records.filter(({ isAlive }) => isAlive);
  return wanted.slice(-2).map(({ key }) => key);
};

/** Whether what an operation was asked for last breaks a rule. */
const isRefusal = ({ contract }: Dig, bad: Attempt, { operation }: OperationModel): boolean => {
  const isOwn = ({ model }: RequestPlan): boolean => contract.byKey.get(model)?.operation.id === operation.id;
  const plan = plansBefore(bad).findLast(isOwn);
  const model = contract.byKey.get(plan?.model ?? '');
  return plan !== undefined && model !== undefined && brokenBy(model, plan.changes).length > 0;
};

/** What an operation did, or did not, to the records that were looked at; undefined where the answers say it. */
const sayDeed = (
  actor: OperationModel,
  looked: OperationModel,
  aspect: string,
  isRefused: boolean,
): Text | undefined => {
  const { kind, collection } = actor.operation.effect ?? {};
  if (isRefused) return textOf('refuses a request and changes something all the same', '拒绝了请求，却仍作了更改');
  if (kind === 'delete' && aspect === 'presence') return textOf('deletes another record, too', '还删除了另一条记录');
  if (kind === 'update' && aspect === 'presence' && collection !== looked.operation.effect?.collection)
    return textOf('deletes what lies in what it changes', '删除了所更改内容之中的内容');
  return kind === 'delete' && aspect === 'absence' && collection !== looked.operation.effect?.collection
    ? textOf('leaves what lay in what it deletes', '保留了所删除内容之中的内容')
    : undefined;
};

const sayState = (dig: Dig, bad: Attempt, actor: OperationModel | undefined): Particulars => {
  const { contract, symptom } = dig;
  const { deviation, tested, model: looked } = symptom;
  const { aspect } = deviation;
  const { received, expected } = bad.deviation ?? deviation;
  const model = actor ?? looked;
  const { id } = model.operation;
  const isOfList = OF_LISTS.has(aspect);
  const filters = looked.subjects.filter(({ ref }) => filtersOf(looked, lastPlan(bad.steps)).includes(ref));
  const ignored = aspect === 'filter' ? filters.map(({ name }) => name).join('+') : '';
  const field = model.subjects.find(({ place, record }) => place === 'body' && record === propertyOf(symptom));
  const known = new Set(model.subjects.flatMap(({ presence, valueClause }) => [presence?.id, valueClause?.id]));
  const isOfFilter = (clause: string): boolean => known.has(clause) && clause !== model.clauseOf.success;
  const ofFilter = isOfList ? tested.clauses.findLast(isOfFilter) : undefined;
  const isOpen = deviation.level === 'should';
  const open = isOpen ? [...deviation.clauses, ...tested.clauses].find((clause) => model.isOpen(clause)) : undefined;
  const list = idsBefore(dig, bad).join(', ');
  const [after, afterZh] = list === '' ? ['', ''] : [` after ${list}`, `，此前为 ${list}`];
  const sayTitle = (): Text => {
    if (actor) {
      const deed = sayDeed(actor, looked, aspect, isRefusal(dig, bad, actor));
      const by = looked.operation.id;
      return deed
        ? textOf(
            `${id} ${deed.en}: ${by} then answers ${received} (expected ${expected})`,
            `${id} ${deed.zh}：随后 ${by} 应答 ${received}（预期 ${expected}）`,
          )
        : textOf(
            `after ${id}, ${by === id ? 'the same again' : by} answers ${received} (expected ${expected})`,
            `${id} 之后，${by === id ? '再次请求' : by} 应答 ${received}（预期 ${expected}）`,
          );
    }
    if (ignored !== '') return sayIgnored(id, filters, received, expected);
    if (aspect === 'order')
      return textOf(
        `${id} does not keep the order that is asked for: ${received} (expected ${expected})`,
        `${id} 未按所要求的顺序排列：${received}（预期 ${expected}）`,
      );
    if (aspect === 'page') {
      const start = pageSubjects(looked).marker?.name ?? 'offset';
      return textOf(
        `${id} shows another part of the list than ${start} and limit say: ${received} (expected ${expected})`,
        `${id} 显示的不是 ${start} 与 limit 所指的部分：${received}（预期 ${expected}）`,
      );
    }
    return textOf(
      `${id} shows ${received} (expected ${expected})${after}`,
      `${id} 显示 ${received}（预期 ${expected}）${afterZh}`,
    );
  };
  return {
    operation: id,
    clause: (actor ? field?.presence?.id : (ofFilter ?? open)) ?? model.clauseOf.success ?? deviation.clauses[0] ?? id,
    seen: `${actor ? 'acts' : 'shows'}-${aspect}${isOfList ? `-${ignored || tested.kind}` : ''}`,
    title: sayTitle(),
    example: bad,
    explains: (other) =>
      actor ? isOfActor(contract.byKey, symptom, actor, other) : isOfView(symptom, lastPlan(bad.steps), other),
  };
};

const sayIgnored = (id: string, filters: readonly Subject[], received: string, expected: string): Text => {
  const names = filters.map(({ name, pairs }) => (pairs === undefined ? name : name.slice(pairs.length + 1)));
  return textOf(
    `${id} does not obey the filter ${names.join(' and ')}: it shows ${received} (expected ${expected})`,
    `${id} 不遵守过滤条件 ${names.join('、')}：显示 ${received}（预期 ${expected}）`,
  );
};

/** Whether another broken law shows the same of the same operation that looks. */
const isOfView = ({ deviation: { aspect }, model }: Symptom, plan: RequestPlan, other: Symptom): boolean => {
  const its = other.deviation.aspect;
  if (other.deviation.layer !== 'state' || other.model.operation.id !== model.operation.id) return false;
  if (!OF_LISTS.has(aspect)) return aspect === 'presence' || its === aspect;
  const used = filtersOf(other.model, other.plan);
  return its === aspect && (aspect !== 'filter' || filtersOf(model, plan).every((ref) => used.includes(ref)));
};

/** Whether another broken law shows that the same operation does not do the same. */
const isOfActor = (
  byKey: ReadonlyMap<string, OperationModel>,
  symptom: Symptom,
  { operation }: OperationModel,
  other: Symptom,
): boolean => {
  const { layer, received, step } = other.deviation;
  const plans = other.tested.steps.slice(0, step + 1).flatMap(({ requests }) => requests);
  const hasActed = plans.some(({ model }) => byKey.get(model)?.operation.id === operation.id);
  // What was not created is found by nobody, and can be created again.
  const isLost = operation.effect?.kind === 'create' && symptom.deviation.aspect === 'presence';
  if (!hasActed || (layer !== 'state' && !(isLost && received === '404'))) return false;
  const [own, its] = [effectOf(symptom), effectOf(other)];
  return isLost || own === its || (own === 'existence' && its === 'conflict');
};

const effectOf = ({ deviation: { aspect }, model }: Symptom): string => {
  if (aspect === 'presence' || aspect === 'absence') return 'existence';
  return model.answer.moved.includes(aspect) ? 'moved' : aspect;
};
