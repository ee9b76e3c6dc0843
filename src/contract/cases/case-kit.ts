import { type Text, textOf } from '../../text/bilingual.ts';
import { isScarce } from '../../values/name-maker.ts';
import { sampleOf, showValue } from '../model/placeholders.ts';
import type { ContractModel, OperationModel } from '../model/read-model.ts';
import { brokenBy, type Changes, type Fill, type Given, MAY_REFUSE, valueIn, valuesOf } from '../model/request.ts';
import { type Subject, sureValues } from '../model/subject.ts';
import type { Case, Level, Rank } from './case.ts';
import { prepare } from './prepare.ts';

/** What a family may say about one of its cases; the kit fills in the rest. */
export interface CaseTraits {
  readonly given?: Given | undefined;
  /** It is refused for what is not there. */
  readonly isRefused?: boolean;
  readonly subject?: Subject;
  readonly kind?: string;
  /** Clauses of a valid request; those of a bad one are what it breaks. */
  readonly clauses?: readonly (string | undefined)[];
  /** Default: `should` where the source is silent about what the request breaks, else `must`. */
  readonly level?: Level | undefined;
  readonly needsContainers?: boolean;
  /** Not beside what other cases make: its name is of an exact form. */
  readonly isExact?: boolean;
}

/** Those of a case of one value, which by default is named after that. */
type ValueTraits = CaseTraits & { readonly key?: string; readonly what?: string | Text };

/** What the families build the cases of one operation with. */
export type CaseKit = ReturnType<typeof createCaseKit>;

/**
 * A kit that collects the cases of one operation, up to a rank. Where nothing makes what it needs, only
 * refusals are tested.
 */
export const createCaseKit = (contract: ContractModel, model: OperationModel, deepest: Rank) => {
  const cases = new Map<string, Case>();
  const preparation = prepare(contract, model);
  /** A case of one request; `isDue` where what it needs can be made, or it is refused whatever there is. */
  const make = (
    rank: Rank,
    family: string,
    key: string,
    words: string | Text,
    changes: Changes,
    traits: CaseTraits = {},
  ): { readonly tested: Case; readonly isDue: boolean } => {
    const { subject, kind = '', needsContainers = false, isExact = false } = traits;
    const given = traits.given ?? (namesUnknown(model, changes, traits) ? MAY_REFUSE : undefined);
    const { isRefused, ...expectation } = expectationOf(model, changes, { ...traits, given });
    const isAlone = isExact && !isRefused && !needsContainers && model.containers.length > 0;
    const what = typeof words === 'string' ? textOf(words, ` ${words} `) : words;
    const tested: Case = {
      id: [model.key.replaceAll(' ', '/'), family, printable(key)].join('/'),
      title: `${what.en} is ${given?.mayRefuse ? 'accepted or refused' : isRefused ? 'refused' : 'accepted'}`,
      what,
      model: model.key,
      operation: model.operation.id,
      family,
      rank,
      ...expectation,
      subject: subject?.ref,
      kind,
      steps: [...preparation.steps, { requests: [{ model: model.key, changes, ...(given ? { given } : {}) }] }],
      needsContainers,
      ownContainer: isAlone || isCrowded(model),
      shared: preparation.steps.length > 0 && mayShare(model, changes, isRefused, isExact),
      alone: false,
    };
    return { tested, isDue: isRefused || preparation.isComplete };
  };
  /**
   * Adds a case of one request, unless there is one of its id.
   *
   * @param key the last piece of the id, made printable.
   * @param what `repository "a___b"`, the same in both languages unless told; the kit adds what must come of it.
   */
  const add = (...[rank, family, key, what, changes, traits]: Parameters<typeof make>): void => {
    if (rank > deepest || !isSendable(model, changes)) return;
    const { tested, isDue } = make(rank, family, key, what, changes, traits);
    if (isDue && !cases.has(tested.id)) cases.set(tested.id, tested);
  };
  /** Adds a case of one value. */
  const addValue = (rank: Rank, subject: Subject, family: string, value: string, traits: ValueTraits): void => {
    const { key = value, what = `${subject.name} ${quoted(value)}` } = traits;
    add(rank, `${subject.name}/${family}`, key, what, setTo(subject, value), { subject, ...traits });
  };
  /** Adds a case of one value of a body beside every other that can be set, where there is one. */
  const addBeside = (subject: Subject, value: string, what: string | Text, kind = ''): void => {
    const beside = subject.place === 'body' ? besideAll(model, subject.ref, value) : undefined;
    if (beside) add(2, `${subject.name}/beside`, value, what, beside, { subject, kind });
  };
  return { contract, model, deepest, cases, isComplete: preparation.isComplete, make, add, addValue, addBeside };
};

/** Whether a request that breaks no rule names what another service may not have. */
const namesUnknown = (model: OperationModel, changes: Changes, { isRefused }: CaseTraits): boolean => {
  const isOther = ({ ref, isExternal, isGiven, baseline }: Subject): boolean => {
    const value = valueIn(model, changes, ref);
    return isExternal === true && value !== undefined && value !== (isGiven ? baseline : model.plain[ref]);
  };
  return (
    !isRefused &&
    changes.credentials === undefined &&
    model.subjects.some(isOther) &&
    brokenBy(model, changes).length === 0
  );
};

// A header holds no other characters (RFC 9110 section 5.5). An empty list asks for nothing: what comes of it is open.
const isSendable = (model: OperationModel, changes: Changes): boolean => {
  const values = valuesOf(model, changes);
  const isEmpty = model.isList && changes.body === undefined && !values.some(([{ place }]) => place === 'body');
  const isHeader = /^[!-~]+( [!-~]+)*$/;
  return (
    !isEmpty &&
    values.every(([{ place, maker }, value]) => place !== 'header' || isHeader.test(sampleOf(String(value), maker)))
  );
};

/** Whether a request has a value that another reading of the document has not. */
const hasDoubtful = (model: OperationModel, changes: Changes): boolean =>
  valuesOf(model, changes).some(([{ doubtful }, value]) => doubtful?.some((each) => each === value));

/** What must come of a request, and by which clauses. */
const expectationOf = (
  model: OperationModel,
  changes: Changes,
  { given, isRefused: isMissing = false, clauses: told = [], level }: CaseTraits,
): Pick<Case, 'level' | 'clauses' | 'reason'> & { readonly isRefused: boolean } => {
  const breaches = given ? [] : brokenBy(model, changes);
  const broken = breaches.map(({ clause }) => clause);
  const isGivenBad = given ? given.outcome === 'refusal' : broken.length > 0 || changes.credentials === false;
  const isRefused = isMissing || isGivenBad;
  const isOpen = breaches.length > 0 && breaches.every((breach) => breach.isOpen);
  // Where the source is silent, the point that leaves it open is what it is about.
  const own = broken.length > 0 && (level === undefined || told.length === 0) ? broken : told;
  // What is answered says something about the clause of its status, too.
  const isOfStatus = level !== 'transport' && !given && !isMissing && changes.credentials === undefined;
  const status = isRefused ? model.clauseOf.refusal : model.clauseOf.success;
  const clauses = isOfStatus || own.length === 0 ? [...own, status] : own;
  return {
    isRefused,
    level: level ?? (isOpen || (broken.length === 0 && hasDoubtful(model, changes)) ? 'should' : 'must'),
    clauses: [...new Set(clauses.filter((clause) => clause !== undefined))],
    reason: broken.length > 0 ? `breaks ${broken.join(', ')}` : isRefused ? '' : 'keeps every rule',
  };
};

/** Whether a rule has so few names that each creation needs a container of its own. */
const isCrowded = ({ operation, nameSubject, containers }: OperationModel): boolean =>
  operation.effect?.kind === 'create' && isScarce(nameSubject?.maker) && containers.length > 0;

// What holds the records of a list holds no others; what is deleted, or would be, is nobody else's.
const mayShare = (
  { operation, numbered }: OperationModel,
  changes: Changes,
  isRefused: boolean,
  isExact: boolean,
): boolean => {
  const kind = operation.effect?.kind;
  // A number is looked at wherever it is sent.
  if (isRefused) return kind !== 'delete' || (changes.credentials === undefined && !numbered);
  return kind !== 'delete' && kind !== 'list' && !isExact;
};

/** One value set; undefined leaves it out. */
export const setTo = ({ ref }: Subject, value: string | undefined): Changes => ({ set: { [ref]: value } });

/** Each value that may be sent and can be made, the last of each list or another. */
export const richestChanges = (model: OperationModel, place = -1): Changes => ({
  set: Object.fromEntries(
    model.subjects.flatMap((subject) => {
      const isTaken = model.plain[subject.ref] !== undefined && subject.values.length === 0;
      const text = !subject.isExternal && subject.isValid('some text') ? 'some text' : subject.baseline;
      const value = sureValues(subject).at(place) ?? text;
      const isLeftOut = subject.place !== 'body' || subject.baseline === undefined || isTaken;
      return isLeftOut || value === undefined ? [] : [[subject.ref, value]];
    }),
  ),
});

/** One value set beside every other that can be; undefined where there is no other. */
export const besideAll = (model: OperationModel, ref: string, value: string | undefined): Changes | undefined => {
  const { set = {} } = richestChanges(model);
  return Object.keys(set).length === 0 ? undefined : { set: { ...set, [ref]: value } };
};

/** For a text as it is, which is filled with new names of one kind as a whole: leaves those, and fills in the others. */
export const fillOthers =
  ({ nameSubject }: OperationModel): Fill =>
  (value, maker) =>
    maker === nameSubject?.maker ? value : sampleOf(value, maker);

/** A value as people may read it in an id: plain ASCII, new names as `t`, long texts by their ends. */
export const printable = (text: string): string => {
  const short = showValue(text);
  const shown = short.length > 40 ? `${short.slice(0, 12)}...${[...short].length}` : short;
  return shown.replace(
    /[^!-~]|%/gu,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
};

/** A value within a title. */
export const quoted = (text: string): string => {
  const short = showValue(text);
  return JSON.stringify(short.length > 60 ? printable(text) : short);
};
