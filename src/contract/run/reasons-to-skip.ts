import type { Case } from '../cases/case.ts';
import { makesRoots, type Survey } from './survey.ts';

/** Why a case can't be sent to this target. */
export const reasonsToSkip = (
  { freshContainers, sender: { contract, opener }, absent, refused }: Survey,
  container: string | undefined,
  hasCredentials: boolean,
): ((tested: Case) => string | undefined) => {
  const roots = makesRoots(contract);
  const named = contract.operations.flatMap(({ containers }) => containers[0]?.name ?? [])[0] ?? 'container';
  return (tested) => {
    const plans = tested.steps.flatMap(({ requests }) => requests);
    for (const { model } of plans) {
      const id = contract.byKey.get(model)?.operation.id ?? '';
      const absence = absent.get(id);
      if (absence !== undefined) return absence;
      if (container !== undefined && roots.has(id)) return `a ${named} was given, so none is created, read or deleted`;
      if (refused.has(model) && tested.family !== 'plain' && tested.family !== 'credentials')
        return `${id} refuses the plainest valid request, so its refusals say nothing`;
    }
    const text = JSON.stringify(plans);
    if (
      container !== undefined &&
      (tested.needsContainers || text.includes('\uE003') || (tested.ownContainer && tested.family.startsWith('law/')))
    )
      return `it needs another ${named} than the given one`;
    if (tested.needsContainers && !freshContainers && opener) return `on this server a ${named} must exist first`;
    if (tested.family === 'credentials' && !hasCredentials) return 'the run itself has no credentials';
    return undefined;
  };
};
