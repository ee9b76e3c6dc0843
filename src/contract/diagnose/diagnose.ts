import { refusalWords } from '../../http/same-refusal.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { strictest } from '../cases/case.ts';
import type { Judged } from '../judge/judged.ts';
import type { ContractModel } from '../model/contract-model.ts';
import { pageSubjects } from '../model/subject.ts';
import { type Cause, type Diagnosis, digFor, fuse, isFailure, statusOf } from './dig/dig.ts';
import { digAnswer, groupAnswers } from './dig/dig-answer.ts';
import { digLax, groupLax } from './dig/dig-lax.ts';
import { digState } from './dig/dig-state.ts';
import { digStrict, plainestRefusal, sayPlainests } from './dig/dig-strict.ts';
import type { Laboratory } from './laboratory.ts';
import { isLax, listSymptoms, type Symptom } from './symptom.ts';

/** Causes that are looked for one by one; a server that is wrong in more ways shows the plainest of them. */
const MOST_DIGS = 60;

/**
 * Finds the causes of what deviates by asking the server, the strictest and plainest deviation first. Each further
 * deviation is first held against the causes that are known, and counted there if it has one of them:
 * so many faults cost so many diagnoses, not thousands.
 */
export const diagnose = async (judged: readonly Judged[], laboratory: Laboratory): Promise<Diagnosis[]> => {
  const { contract } = laboratory.sender;
  const symptoms = listSymptoms(contract, judged);
  const found: Diagnosis[] = [];
  const add = (diagnosis: Diagnosis | undefined): void => {
    if (diagnosis) found.push(diagnosis);
  };

  for (const group of groupLax(symptoms.filter(isLax), judged, contract))
    add(await digFor(laboratory, group, (dig, first) => digLax(dig, first, group)));
  const isOutcome = ({ deviation: { layer } }: Symptom): boolean => layer === 'outcome' || layer === 'silent';
  const strict = symptoms.filter((each) => !isLax(each) && isOutcome(each));
  const states = symptoms.filter(({ deviation: { layer } }) => layer === 'state');
  for (const symptom of [...strict, ...states]) {
    const own = { main: symptom, symptoms: [symptom] };
    if (explain(found, own) || found.length >= MOST_DIGS) continue;
    add(await digFor(laboratory, own, isOutcome(symptom) ? digStrict : digState));
  }
  const isTold = (symptom: Symptom): boolean => found.some((cause) => cause.symptoms.includes(symptom));
  const others = symptoms.filter((symptom) => !isTold(symptom) && !explain(found, { symptoms: [symptom] }));
  for (const group of groupAnswers(others, judged))
    add(await digFor(laboratory, group, (dig, first) => digAnswer(dig, first, group)));
  // What did not show again is told apart only where no cause that was found later explains it.
  const causes = found.filter(({ isOnce }) => !isOnce);
  // What changes records of others shows in their cases, now and then.
  const changesOthers = (once: Diagnosis) => (cause: Diagnosis) => cause.seen === `acts-${once.main.deviation.aspect}`;
  for (const each of found)
    if (each.isOnce && !explain(causes, each) && !explain(causes, each, changesOthers(each))) causes.push(each);
  const modelOf = (id: string) => contract.operations.find(({ operation }) => operation.id === id);
  const isUndone = ({ operation, seen }: Diagnosis): boolean =>
    seen.startsWith('acts-') && modelOf(operation)?.operation.effect?.kind === 'update';
  const keyOf = (each: Diagnosis): string | undefined => (isUndone(each) ? each.operation : habitOf(each));
  const fused = fuse(causes, keyOf, (same, first) => {
    // An update that several values do not survive is not done, rather than undone value by value.
    if (isUndone(first)) return { clause: modelOf(first.operation)?.clauseOf.success ?? first.clause };
    if (same.length < fewestOf(same)) return undefined;
    return plainestRefusal(first) === undefined ? {} : { title: sayPlainests(same.length, first) };
  });
  const shared = fuse(
    fused,
    (each) => sharedPart(contract, each),
    () => ({}),
  );
  // What is lost at random shows wherever it is looked for.
  const onceAll = fuse(
    shared,
    ({ isOnce }) => (isOnce ? 'once' : undefined),
    (same, first) => (same.length < FEWEST_ONCE ? undefined : { title: sayOnce(same.length, first) }),
  );
  // A view that shows nothing rightly shows another record, or none.
  const viewed = fuse(onceAll, viewOf, (same) => (same.length < 3 ? undefined : {}));
  // What stays in a list is there twice once it was made again.
  const listed = fuse(
    viewed,
    ({ layer, operation, seen }) => (layer === 'state' && OF_LISTED.test(seen) ? operation : undefined),
    (same) => same.find(({ seen }) => seen.startsWith('shows-absence')),
  );
  const many = fuse(listed, manyOf, (same, first) =>
    same.length < FEWEST_OF_MANY && !isOneName(same) ? undefined : { title: sayMany(same, first) },
  );
  // What does nothing need not look whether there is something to do it to.
  const idle = fuse(many, idleOf, (same) => (same.some(isDeed) && !same.every(isDeed) ? same.find(isDeed) : undefined));
  return idle.map(nameOthers);
};

/** Fewer answers that were wrong once may each have a cause of their own. */
const FEWEST_ONCE = 5;

const sayOnce = (count: number, { title }: Diagnosis): Text =>
  textOf(
    `${count} kinds of answers are wrong now and then, the first of them: ${title.en}`,
    `${count} 类应答时有错误，首个为：${title.zh}`,
  );

/** What is seen of a list in parts. */
const OF_PAGE = /^(shows|shape)-(page|Content-Range|next)/;

/** What several operations may have one piece of code for: a value of one name, a property of one name, pages. */
const sharedPart = (
  { clauses, operations }: ContractModel,
  { isOnce, layer, seen, clause, example, main, operation: actor }: Diagnosis,
): string | undefined => {
  const { subject, tested, deviation, model } = main;
  const { collection } = model.operation.effect ?? {};
  if (isOnce) return undefined;
  // What lay in something stays, whatever of it is deleted: its records, or what holds those.
  const deed = operations.find(({ operation }) => operation.id === actor)?.operation.effect;
  if (seen === 'acts-absence' && deed?.collection !== collection) return `leaves ${collection}`;
  if (OF_PAGE.test(seen)) return 'page';
  if (layer === 'state') {
    // Two kinds of records that go wrong in one way.
    if (/^acts-[^-]+$/.test(seen) && model.answer.properties.includes(deviation.aspect))
      return `${seen} ${deed?.kind} ${deviation.expected} ${deviation.received}`;
    if (seen === 'shows-presence' && deviation.received.startsWith('4')) return `${seen} ${deviation.received}`;
    return /^shows-[^-]+$/.test(seen) && model.answer.properties.includes(deviation.aspect) ? seen : undefined;
  }
  const name = subject?.name.split('.').at(-1);
  const what = seen.replace(/\d+/g, '');
  if (layer === 'number')
    return deviation.received.startsWith('5') && name !== undefined ? `${what} ${name}` : undefined;
  if (layer !== 'outcome') return undefined;
  // A kind of text, or a page, at which a library or the database fails, wherever it is sent.
  const isPage = isOfPage(main) || /^refuses-(page|offset|limit)/.test(seen);
  const isShared = isPage || tested.family.endsWith('/text');
  if (isShared && !isLax(main) && isFailure(statusOf(example)))
    return `${isPage ? 'page' : what} ${refusalWords(example.exchange)}`;
  if (tested.family === 'law/apart') return `${what} ${collection}`;
  if (/\/page$/.test(tested.family) && isLax(main))
    return `${what.split('-')[0]} ${clauses.find(({ id }) => id === clause)?.title}`;
  // How values are written is read by a library, whatever they are named: null for what is left out, a plus sign.
  if (tested.level === 'should' && isLax(main) && /\/(type|near)$/.test(tested.family)) return what;
  if (name === undefined || subject?.rule.hasPatterns) return undefined;
  return isLax(main) ? `${what} ${name}` : `${what} ${name} ${refusalWords(example.exchange)}`;
};

const viewOf = ({ isOnce, layer, seen, operation }: Diagnosis): string | undefined =>
  !isOnce && layer === 'state' && /^shows-[^-]+$/.test(seen) ? operation : undefined;

const OF_LISTED = /^shows-(absence|repeated)/;

/** Fewer filters that are not obeyed, or values of pages that are not checked, may each have a cause of their own. */
const FEWEST_OF_MANY = 3;

/** Whether it is about a value that asks for a page. */
const isOfPage = ({ model, subject, tested }: Symptom): boolean => {
  const isOne = Object.values(pageSubjects(model)).some((each) => each && each.ref === subject?.ref);
  return isOne || tested.family.endsWith('/page');
};

/** What several operations have one reader for: the filters of one form, the values that ask for a page. */
const manyOf = ({ isOnce, layer, seen, main }: Diagnosis): string | undefined => {
  if (isOnce) return undefined;
  const form = main.model.key.endsWith(' plain') ? 'plain' : 'pairs';
  if (layer === 'state' && seen.startsWith('shows-filter-')) return `filters ${form}`;
  return layer === 'outcome' && isLax(main) && isOfPage(main) ? 'pages' : undefined;
};

/** Whether it is about values of one name, of several operations. */
const isOneName = (same: readonly Diagnosis[]): boolean => new Set(same.map(({ seen }) => seen)).size === 1;

const sayMany = (same: readonly Diagnosis[], { title }: Diagnosis): Text => {
  const ids = new Set(same.flatMap(({ operation, also }) => [operation, ...also.map((each) => each.operation)]));
  const names = [...new Set(same.flatMap(namesOf))].join(', ');
  return textOf(
    `${names} in ${ids.size} operations, the first of them: ${title.en}`,
    `${ids.size} 个操作的 ${names}，首个为：${title.zh}`,
  );
};

/** The values that a cause is about. */
const namesOf = ({ seen, main: { subject, tested } }: Diagnosis): string[] => {
  const [, filters] = /^shows-filter-(.+)$/.exec(seen) ?? [];
  const names = filters?.split('+') ?? [subject?.name ?? tested.family.split('/')[0] ?? ''];
  return names.map((name) => name.replace(/^filter\./, ''));
};

/** Whether what should be deleted stays. */
const isDeed = ({ isOnce, seen }: Diagnosis): boolean => !isOnce && seen === 'acts-absence';

/** That an operation deletes nothing, or says that it deleted what is not there. */
const idleOf = (diagnosis: Diagnosis): string | undefined =>
  isDeed(diagnosis) || (isLax(diagnosis.main) && diagnosis.main.deviation.aspect === 'missing')
    ? diagnosis.operation
    : undefined;

/** Counts symptoms with the cause they have, where it is known. What a record was once may have another cause elsewhere. */
const explain = (
  found: Diagnosis[],
  own: Pick<Cause, 'symptoms'>,
  isCause = (cause: Diagnosis): boolean => own.symptoms.every((each) => hasCause(each, cause)),
): boolean => {
  const mayExplain = ({ isOnce, layer }: Diagnosis): boolean => !isOnce || layer !== 'state';
  const index = found.findIndex((cause) => mayExplain(cause) && isCause(cause));
  const known = found[index];
  if (known) found[index] = { ...known, symptoms: [...known.symptoms, ...own.symptoms] };
  return known !== undefined;
};

/** Whether a cause explains a symptom, or makes that it can't show otherwise. */
const hasCause = (symptom: Symptom, { explains = () => false, direction, symptoms }: Diagnosis): boolean => {
  const { deviation, model, value } = symptom;
  const { prediction, received } = deviation;
  // A conflict about a bad name only says that it was taken before.
  const isTaken = ({ model: other, ...taken }: Symptom): boolean =>
    isLax({ model: other, ...taken }) && other.operation === model.operation && taken.value === value;
  if (prediction.outcome === 'refusal' && model.conflicts.includes(received) && symptoms.some(isTaken)) return true;
  // What is refused for another reason than it should be may have in it what is refused wrongly.
  const isOfOther = prediction.outcome === 'conflict' || prediction.missing !== undefined;
  // What prepares, and is refused, may have in it what is refused anywhere.
  if (deviation.aspect === 'refused' && explains({ ...symptom, deviation: { ...deviation, layer: 'outcome' } }))
    return true;
  if (!isOfOther || direction !== 'too strict' || !received.startsWith('4')) return explains(symptom);
  const asValid = { ...prediction, outcome: 'success' as const };
  return explains({ ...symptom, deviation: { ...deviation, layer: 'outcome', prediction: asValid } });
};

/** Cases of keys that are like one another. */
const NO_CONFLICT = 'law/no-conflict';

/** What several operations or values may show for one reason. */
const habitOf = (diagnosis: Diagnosis): string | undefined => {
  const { layer, seen, main, title, operation, clause, about } = diagnosis;
  const { subject, deviation } = main;
  const { outcome } = deviation.prediction;
  // What did not show again has no explanation in its requests; where the server fails, none in the operation.
  if (diagnosis.isOnce) return isFailure(statusOf(main)) ? seen : `${operation} ${layer} ${seen}`;
  // What fails for a reason that all share, be it missing rights or a database that is down, says so in the same words.
  const refusal = plainestRefusal(diagnosis);
  if (refusal !== undefined) return refusal;
  const foreign = foreignRefusal(diagnosis);
  if (foreign !== undefined && layer === 'outcome') return `${foreign} ${seen.replace(/\d+/g, '')}`;
  // Pieces of a text that has no rule are refused for one reason.
  const isOfText = subject?.type === 'string' && !subject.rule.hasPatterns && about !== undefined;
  if (isOfText && seen.startsWith('refuses-') && clause === subject.presence?.id) return `${operation} ${clause}`;
  // Names are refused for what a digit is, not for which.
  const { value = '' } = main;
  const isOfDigit = layer === 'outcome' && !isLax(main) && subject?.rule.hasPatterns === true && /\d/.test(value);
  if (isOfDigit) return `${operation} ${clause} ${value.replace(/\d/g, '0')}`;
  if (main.tested.family === NO_CONFLICT) return `${operation} ${NO_CONFLICT}`;
  // A list may be asked for in two ways.
  if (layer === 'state') return `${operation} ${title.en.replace(/\d+/g, '')}`;
  if (seen === 'error shape' || seen === 'accepts-without-credentials') return seen;
  // A value of another type under one name, or of another format under any.
  const [, property = '', rest = ''] = /^(?:.*\.)?(the body|\S+): (.*)$/.exec(deviation.expected) ?? [];
  if (layer === 'shape')
    return rest === '' ? `header ${deviation.expected}` : `${rest.startsWith('format') ? '' : property} ${rest}`;
  if (layer === 'body') return `${layer} ${outcome === 'success'}`;
  const what = outcome === 'refusal' ? '' : title.en.replace(/ \(expected.*/, '');
  return layer === 'number' ? `${seen} ${outcome} ${what}` : undefined;
};

/** Of a whole request: too large, too long a path, too large a head (RFC 9110 sections 15.5.14 and 15.5.15, RFC 6585). */
const OF_SIZE: ReadonlySet<string> = new Set(['413', '414', '431']);

/**
 * The words of a refusal with a status that the operation has not, or that is of the size of the whole: what stands
 * before the server (a firewall, a limit) looks at all that goes by. Undefined where it is none.
 */
const foreignRefusal = ({ layer, example, main: { model } }: Diagnosis): string | undefined => {
  const { exchange } = example;
  const status = String(exchange.response?.status);
  const own = new Set(model.operation.responses.map((each) => each.status.toUpperCase()));
  const isOwn = own.has(status) || own.has('4XX') || own.has('DEFAULT');
  const isForeign = OF_SIZE.has(status) || (status.startsWith('4') && !isOwn);
  return isForeign && (layer === 'outcome' || layer === 'number') ? refusalWords(exchange) : undefined;
};

/**
 * The same wrong answer of three operations or more is one cause; of two where it says the same: of a page or its
 * header, of credentials, of a value, with the same status.
 */
const fewestOf = (same: readonly Diagnosis[]): number => {
  const isAlike = new Set(same.map(({ main }) => main.deviation.received)).size === 1;
  if (same.some((each) => plainestRefusal(each) !== undefined)) return 3;
  if (same.every((each) => foreignRefusal(each) !== undefined)) return 2;
  if (same.some(({ main }) => main.tested.family === NO_CONFLICT)) return 3;
  const isLoose = same.some(({ layer, main }) => layer === 'number' && main.plan.changes.credentials === undefined);
  return isLoose || (same[0]?.layer === 'body' && !isAlike) ? 3 : 2;
};

/**
 * With the other operations that show the same of the same rule. It is as strict as the strictest of its cases: what
 * must hold is never hidden by what only should.
 */
const nameOthers = (diagnosis: Diagnosis): Diagnosis => {
  const { operation, clause, symptoms, also, layer } = diagnosis;
  const level = strictest(symptoms.map(({ deviation }) => deviation)) ?? diagnosis.level;
  if (layer !== 'outcome' && layer !== 'silent') return { ...diagnosis, level };
  const isOfClause = ({ subject, deviation }: Symptom): boolean =>
    subject?.clauses.includes(clause) === true || deviation.clauses.includes(clause);
  const others = symptoms.filter((each) => each.model.operation.id !== operation && isOfClause(each));
  return {
    ...diagnosis,
    level,
    also: [...also, ...others.map(({ model }) => ({ operation: model.operation.id, clause }))],
  };
};
