import { textOf } from '../../text/bilingual.ts';
import type { ContractModel, OperationModel } from '../model/contract-model.ts';
import { NO_NUMBER, OTHER } from '../model/placeholders.ts';
import type { Case, Level } from './case.ts';
import { type CaseKit, type CaseTraits, createCaseKit, richestChanges } from './case-kit.ts';

/** The plainest request, the richest one, one without credentials, and one about what is not there. */
export const addExistenceCases = (kit: CaseKit): void => {
  const { model, add } = kit;
  add(...plainest(model));
  const richest = richestChanges(model);
  if (Object.keys(richest.set ?? {}).length > 0)
    add(2, 'plain', 'richest', textOf('a request with every value', '带有全部取值的请求'), richest);
  addNeedsOne(kit);
  if (!model.isMain) return;
  addCredentials(kit);
  addMissing(kit);
};

const plainest = (model: OperationModel): Parameters<CaseKit['make']> => {
  const { clauseOf, subjects, plain, containers, records } = model;
  const used = subjects.filter((each) => plain[each.ref] !== undefined || [...containers, ...records].includes(each));
  const clauses = [clauseOf.success, ...used.map(({ presence }) => presence?.id)];
  return [1, 'plain', 'plain', textOf('the plainest valid request', '最简的有效请求'), {}, { clauses }];
};

/** The case of the plainest valid request; that alone where what it needs can't be made. */
export const plainCase = (contract: ContractModel, model: OperationModel): Case => {
  const { tested, isDue } = createCaseKit(contract, model, 1).make(...plainest(model));
  return isDue ? tested : { ...tested, steps: tested.steps.slice(-1) };
};

/** A page that lists the answer makes it a must. */
const addCredentials = ({ model, add }: CaseKit): void => {
  if (model.operation.security.length === 0) return;
  const own = model.clauseAt('401');
  const clauses = [own ?? model.failureClause('credentials-missing')];
  const level = own === undefined ? 'should' : 'must';
  const what = textOf('a request without credentials', '不带凭证的请求');
  add(1, 'credentials', 'missing', what, { credentials: false }, { clauses, level });
};

/** A request with none of the optional values, where the document wants one of them. */
const addNeedsOne = ({ model, add }: CaseKit): void => {
  if (!model.needsOne) return;
  const refs = model.subjects.flatMap(({ place, ref }) => (place === 'body' ? [ref] : []));
  const open = model.ambiguityAt('/allOf', 'remove');
  const level = open === undefined ? undefined : 'should';
  const none = { set: Object.fromEntries(refs.map((ref) => [ref, undefined])) };
  const clauses = [model.needsOne.id, open];
  const what = textOf('a request with none of the optional values', '不含任何可选取值的请求');
  add(1, 'together', 'none', what, none, { clauses, level });
};

/** The level of a refusal for what is not there. */
export const levelOfMissing = ({ isOpen }: OperationModel, clause: string | undefined): Level =>
  clause === undefined || isOpen(clause) ? 'should' : 'must';

/** A request about a record that was never made; what holds it is there. */
const addMissing = ({ model, add }: CaseKit): void => {
  for (const { key, clause, code } of model.operation.requires) {
    const subject = [...model.records, ...model.containers].find(({ ref }) => ref === Object.values(key).at(-1));
    if (!subject) continue;
    const { name } = subject;
    const what = textOf(`a request about a ${name} that does not exist`, `针对不存在的 ${name} 的请求`);
    const clauses = [clause, model.clauseAt(model.statusOf(code))];
    const level = levelOfMissing(model, clause);
    const traits: CaseTraits = { subject, kind: 'missing record', isRefused: true, clauses, level };
    const value = subject === model.numbered ? NO_NUMBER : OTHER;
    add(1, 'missing', name, what, { set: { [subject.ref]: value } }, traits);
  }
};
