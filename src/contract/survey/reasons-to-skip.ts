import { fill, type Text, textOf } from '../../text/bilingual.ts';
import type { Case } from '../cases/case.ts';
import type { ContractModel } from '../model/contract-model.ts';
import { isFresh } from '../model/placeholders.ts';
import type { RequestPlan } from '../model/request.ts';
import { makesRoots, type Survey } from './survey.ts';

/** Why a case can't be sent to this target. */
export const reasonsToSkip = (
  { freshContainers, sender: { contract, opener }, absent, closed, refused }: Survey,
  container: string | undefined,
  hasCredentials: boolean,
): ((tested: Case) => Text | undefined) => {
  const roots = makesRoots(contract);
  const name = contract.operations.flatMap(({ containers }) => containers[0]?.name ?? [])[0] ?? 'container';
  return (tested) => {
    const plans = tested.steps.flatMap(({ requests }) => requests);
    for (const plan of plans) {
      const { model } = plan;
      const id = contract.byKey.get(model)?.operation.id ?? '';
      const absence = absent.get(id) ?? closed.get(id);
      if (absence !== undefined) return absence;
      if (container !== undefined && roots.has(id)) return fill(words.given, { name });
      if (container !== undefined && isElsewhere(contract, plan)) return fill(words.other, { name });
      if (refused.has(model) && tested.family !== 'plain' && tested.family !== 'credentials')
        return fill(words.refuses, { id });
    }
    const text = JSON.stringify(plans);
    if (
      container !== undefined &&
      (tested.needsContainers || text.includes('\uE003') || (tested.ownContainer && tested.family.startsWith('law/')))
    )
      return fill(words.other, { name });
    if (tested.needsContainers && !freshContainers && opener) return fill(words.first, { name });
    if (tested.family === 'credentials' && !hasCredentials) return words.credentials;
    return undefined;
  };
};

/** Whether a request is about a container of a name of its own. */
const isElsewhere = ({ byKey }: ContractModel, { model, changes }: RequestPlan): boolean =>
  (byKey.get(model)?.containers ?? []).some(({ ref }) => isFresh(String(changes.set?.[ref] ?? '')));

/** `{name}` is a place for a value. */
const words = {
  given: textOf('a {name} was given, so none is created, read or deleted', '已指定 {name}，因此不创建、读取或删除'),
  refuses: textOf(
    '{id} refuses the plainest valid request, so its refusals say nothing',
    '{id} 拒绝最简单的有效请求，因此它的拒绝说明不了什么',
  ),
  other: textOf('it needs another {name} than the given one', '需要所指定之外的另一个 {name}'),
  first: textOf('on this server a {name} must exist first', '在此服务器上，{name} 必须先已存在'),
  credentials: textOf('the run itself has no credentials', '本次运行没有凭据'),
};
