import { type ContractModel, readModel } from '../../src/contract/model/read-model.ts';
import type { Subject } from '../../src/contract/model/subject.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { findDifference } from '../../src/values/automaton.ts';
import { isDrawn } from './draws.ts';
import { documentOf, isSameDocument, type Mutant } from './mutant.ts';
import { answerOperators } from './operators/answers.ts';
import { createContext, listMutants, type Operator } from './operators/context.ts';
import { recordOperators } from './operators/records.ts';
import { valueOperators } from './operators/values.ts';
import { wordOperators } from './operators/words.ts';

export const operators: readonly Operator[] = [
  ...wordOperators,
  ...valueOperators,
  ...recordOperators,
  ...answerOperators,
];

export const mutantsOf = (document: Document): Mutant[] => listMutants(createContext(document), operators);

/** Those that behave as the document says why nobody can tell. */
export const markEquivalent = (document: Document, mutants: readonly Mutant[]): Mutant[] => {
  const original = readModel(document);
  return mutants.map((mutant) =>
    mutant.equivalent === undefined && isEquivalent(document, original, mutant)
      ? { ...mutant, equivalent: 'it takes and refuses the same' }
      : mutant,
  );
};

/** Whether a fault can be drawn, and does not behave as the document says. */
export const isPlanted = (document: Document, mutant: Mutant): boolean =>
  isDrawn(mutant) && markEquivalent(document, [mutant]).every(({ equivalent }) => equivalent === undefined);

const WORDS: ReadonlySet<string> = new Set(wordOperators.map(({ id }) => id));

/** Whether a changed document says the same: word for word, or by the automata of its rules. */
const isEquivalent = (document: Document, original: ContractModel, mutant: Mutant): boolean => {
  if (mutant.hooks) return false;
  const changed = documentOf(document, [mutant]);
  if (isSameDocument(document, changed)) return true;
  if (!WORDS.has(mutant.operator)) return false;
  const other = readModel(changed);
  return mutant.places.every((place) => {
    const one = subjectAt(original, place);
    const two = subjectAt(other, place);
    return one !== undefined && two !== undefined && isSameRule(one, two);
  });
};

const subjectAt = ({ operations }: ContractModel, place: string): Subject | undefined => {
  const [id, ...ref] = place.split('.');
  return operations
    .find(({ operation }) => operation.id === id)
    ?.subjects.find((subject) => subject.ref === ref.join('.') || `query.${subject.name}` === ref.join('.'));
};

const isSameRule = ({ rule: one, type }: Subject, { rule: two }: Subject): boolean =>
  type === 'string' &&
  one.least === two.least &&
  one.most === two.most &&
  (one.automaton === undefined || two.automaton === undefined
    ? one.automaton === two.automaton && !one.hasPatterns
    : findDifference(one.automaton, two.automaton) === undefined);
