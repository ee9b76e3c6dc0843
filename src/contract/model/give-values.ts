import { type ContractModel, type OperationModel, withOperations } from './contract-model.ts';
import type { Subject } from './subject.ts';

/** Values that a server knows, by their names in requests: `{ remoteRegionId: 'cn-north-4' }`. */
export type GivenValues = Readonly<Record<string, string>>;

/** Why values can't be given, in one sentence: no request has such a value, or it breaks a rule; undefined where they can. */
export const whyNotGiven = ({ operations }: ContractModel, values: GivenValues): string | undefined => {
  const all = operations.flatMap((model) =>
    model.subjects.filter(isGivable(model)).map((subject) => ({ id: model.operation.id, subject })),
  );
  for (const [name, value] of Object.entries(values)) {
    const own = all.filter(({ subject }) => subject.name === name);
    if (own.length === 0) {
      const known = [...new Set(all.map(({ subject }) => subject.name))].toSorted();
      return `no request has a value ${name} that can be given. There are: ${known.join(', ')}.`;
    }
    const wrong = own.find(({ subject }) => !subject.isValid(value));
    if (wrong) return `${name}=${value} breaks ${wrong.subject.broken(value).join(', ')} in ${wrong.id}.`;
  }
  return undefined;
};

/** The contract whose requests send the given values wherever a case does not say otherwise. */
export const giveValues = (contract: ContractModel, values: GivenValues): ContractModel => {
  if (Object.keys(values).length === 0) return contract;
  return withOperations(
    contract,
    contract.operations.map((model) => {
      const plain: Record<string, string> = { ...model.plain };
      const subjects = model.subjects.map((subject) => {
        const value = values[subject.name];
        if (value === undefined || !isGivable(model)(subject)) return subject;
        if (plain[subject.ref] !== undefined) plain[subject.ref] = value;
        return { ...subject, baseline: value, isGiven: true };
      });
      const same = (each: Subject): Subject => subjects.find(({ ref }) => ref === each.ref) ?? each;
      return { ...model, subjects, plain, records: model.records.map(same) };
    }),
  );
};

/** Not what names a record that the run makes. */
export const isGivable =
  ({ nameSubject, containers, numbered, records }: OperationModel) =>
  ({ ref, isFilter, isExternal }: Subject): boolean => {
    const isRecord = !isExternal && records.some((each) => each.ref === ref);
    return !isFilter && !isRecord && ![nameSubject, numbered, ...containers].some((each) => each?.ref === ref);
  };
