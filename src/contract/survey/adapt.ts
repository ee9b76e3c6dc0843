import { richestChanges } from '../cases/case-kit.ts';
import { plainCase } from '../cases/existence-cases.ts';
import { type ContractModel, type OperationModel, withPlain } from '../model/read-model.ts';
import type { Changes, RequestPlan } from '../model/request.ts';
import { encodeRequest } from '../run/encode-request.ts';
import { runCase, type Sender } from '../run/send-steps.ts';
import { isDone } from '../run/transport.ts';

/** What a target takes that refuses the plainest valid request. */
export interface Adapted {
  /** With the request that the target takes as the plainest. */
  readonly contract: ContractModel;
  readonly remark: { readonly text: string; readonly zh: string };
  /** What was refused, where the target wants another media type. */
  readonly refused: RequestPlan | undefined;
  /** Whether the plainest requests of other operations are others now, too. */
  readonly isOfOthers: boolean;
}

type Values = NonNullable<Changes['set']>;

const MEDIA_TYPES = ['application/json', 'multipart/form-data', 'application/x-www-form-urlencoded'];

/**
 * Where the plainest valid request is refused: the richest one, less and less of it, another media type, or the same
 * of a record that was made with the other of two values. What the target takes is the base of all further requests.
 */
export const adapt = async (sender: Sender, model: OperationModel): Promise<Adapted | undefined> =>
  (await adaptRequest(sender, model)) ?? adaptHolder(sender, model);

/** A server may share only what is not public, say. */
const adaptHolder = async (sender: Sender, model: OperationModel): Promise<Adapted | undefined> => {
  const { steps } = plainCase(sender.contract, model);
  const holders = new Set(steps.slice(0, -1).flatMap(({ requests }) => requests.map((plan) => plan.model)));
  for (const key of holders) {
    const holder = sender.contract.byKey.get(key);
    const pairs = holder?.subjects.filter(({ place, values }) => place === 'body' && values.length === 2) ?? [];
    for (const { name, ref, record, values } of pairs) {
      const value = values.find((each) => each !== holder?.plain[ref]) ?? '';
      const contract = withValue(sender.contract, holder?.operation.effect?.collection, record, value);
      const { answers } = await runCase({ ...sender, contract }, { steps, ownContainer: false });
      if (!isDone(answers.at(-1)?.[0])) continue;
      const [id, by] = [model.operation.id, holder?.operation.id];
      return {
        contract,
        remark: {
          text: `${id} refuses the plainest valid request; after ${by} with ${name} ${value} it takes it, so that is sent wherever nothing else is asked for.`,
          zh: `${id} 拒绝最简的有效请求；若 ${by} 时 ${name} 为 ${value} 则接受，因此凡无其他要求之处均如此发送。`,
        },
        refused: undefined,
        isOfOthers: true,
      };
    }
  }
  return undefined;
};

/** The contract whose plainest requests give a property of some records a value, wherever they give it one. */
const withValue = (
  contract: ContractModel,
  collection: string | undefined,
  record: string,
  value: string,
): ContractModel =>
  contract.operations.reduce((changed, { key, operation, subjects, plain }) => {
    const ref = subjects.find((each) => each.place === 'body' && each.record === record)?.ref ?? '';
    if (operation.effect?.collection !== collection || plain[ref] === undefined) return changed;
    return withPlain(changed, key, (each) => ({ ...each, plain: { ...each.plain, [ref]: value } }));
  }, contract);

const adaptRequest = async (sender: Sender, model: OperationModel): Promise<Adapted | undefined> => {
  const { steps } = plainCase(sender.contract, model);
  const takes = async (contract: ContractModel, changes: Changes): Promise<boolean> => {
    const own = [...steps.slice(0, -1), { requests: [{ model: model.key, changes }] }];
    const { answers } = await runCase({ ...sender, contract }, { steps: own, ownContainer: false });
    return isDone(answers.at(-1)?.[0]);
  };
  const { media } = model;
  const { id } = model.operation;
  // Of a list a server may lack some values.
  const [last, first] = [-1, 0].map((place) => richestChanges(model, place).set ?? {}) as [Values, Values];
  const richest = JSON.stringify(last) === JSON.stringify(first) ? [last] : [last, first];
  for (const type of media ? [media.type, ...MEDIA_TYPES.filter((each) => each !== media.type)] : ['']) {
    const isOther = media !== undefined && type !== media.type;
    const contract = isOther
      ? withPlain(sender.contract, model.key, (each) => ({
          ...each,
          isJson: type === 'application/json',
          media: { ...media, type },
        }))
      : sender.contract;
    const isPlainEnough = isOther && (await takes(contract, {}));
    let needed: Values | undefined = isPlainEnough ? {} : undefined;
    for (const set of richest)
      if (!needed && Object.keys(set).length > 0 && (await takes(contract, { set }))) needed = set;
    if (!needed) continue;
    for (const ref of Object.keys(needed)) {
      const { [ref]: _, ...fewer } = needed;
      if (Object.hasOwn(model.plain, ref) || (await takes(contract, { set: fewer }))) needed = fewer;
    }
    const names = Object.keys(needed).map((ref) => ref.split('.').slice(1).join('.'));
    const en = [...(isOther ? [`as ${type}`] : []), ...(names.length > 0 ? [`with ${names.join(' and ')}`] : [])];
    const zh = [...(isOther ? [`改用 ${type}`] : []), ...(names.length > 0 ? [`加上 ${names.join('、')}`] : [])];
    const plain = Object.fromEntries(Object.entries(needed).map(([ref, value]) => [ref, String(value)]));
    const wire = encodeRequest(model, { model: model.key, changes: {} }, (value) => value);
    const body = { type: wire.headers['content-type'], text: new TextDecoder().decode(wire.body) };
    return {
      contract: withPlain(contract, model.key, (each) => ({ ...each, plain: { ...each.plain, ...plain } })),
      remark: {
        text: `${id} refuses the plainest valid request; ${en.join(' ')} it takes it, so all further requests are sent so.`,
        zh: `${id} 拒绝最简的有效请求；${zh.join('，')}后接受，因此其余请求均如此发送。`,
      },
      refused: isOther ? { model: model.key, changes: { body }, given: { outcome: 'success' } } : undefined,
      isOfOthers: false,
    };
  }
  return undefined;
};
