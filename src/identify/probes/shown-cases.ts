import type { Case } from '../../contract/cases/case.ts';
import { plainCase } from '../../contract/cases/existence-cases.ts';
import { prepare } from '../../contract/cases/prepare.ts';
import { HOLDER } from '../../contract/model/placeholders.ts';
import { type ContractModel, creatorOf } from '../../contract/model/read-model.ts';

const SHOWS: ReadonlySet<string> = new Set(['list', 'exists']);

/** For each operation that lists or looks for records: the request by which it shows one that was made before. */
export const shownCases = (contract: ContractModel): Case[] =>
  contract.operations.flatMap((model) => {
    const { effect } = model.operation;
    const creator = effect && SHOWS.has(effect.kind) ? creatorOf(contract, effect.collection) : undefined;
    if (!creator?.nameSubject || (creator.unmakeable ?? model.unmakeable) !== undefined) return [];
    const before = prepare(contract, creator);
    if (!before.isComplete) return [];
    const named = (ref: string | undefined) => (ref === undefined ? {} : { set: { [ref]: HOLDER } });
    const steps = [
      ...before.steps,
      { requests: [{ model: creator.key, changes: named(creator.nameSubject.ref) }], setup: true },
      { requests: [{ model: model.key, changes: named(model.nameSubject?.ref) }] },
    ];
    const shown = { id: `${model.key}/shown/shown`, family: 'shown', steps, shared: true, ownContainer: false };
    return [{ ...plainCase(contract, model), ...shown }];
  });
