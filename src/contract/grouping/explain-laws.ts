import { COMPARES } from '../laws/law-kit.ts';
import type { Observation } from './observation.ts';

/** Answers that go against a state law, with the operation that explains them. */
export interface LawGroup {
  /** Id of the operation at fault. */
  readonly operation: string;
  /** Whether it does wrong, or shows wrongly what another one did. */
  readonly role: 'acts' | 'shows';
  readonly members: readonly Observation[];
}

/** Ids of the operations that create records, and of those that only show them. */
export interface LawRoles {
  readonly creators: ReadonlySet<string>;
  readonly observers: ReadonlySet<string>;
}

/** What one operation did, as another one showed it. */
interface Cell {
  readonly act: string;
  readonly observer: string;
  readonly failing: Observation[];
  passing: number;
}

/**
 * Finds the operations at fault behind the broken laws, as few as explain them. An operation that
 * shows wrongly what another one shows rightly is at fault itself; where all that look at an act see
 * it wrongly, the act is.
 *
 * @param observations of the judged steps of law cases.
 */
export const explainLaws = (observations: readonly Observation[], { creators, observers }: LawRoles): LawGroup[] => {
  const cells = new Map<string, Cell>();
  for (const observation of observations) {
    if (observation.tested.tags.includes(COMPARES)) continue;
    const { tested, plan, deviation } = observation;
    const key = `${tested.operation} ${plan.operation}`;
    const cell = cells.get(key) ?? { act: tested.operation, observer: plan.operation, failing: [], passing: 0 };
    cells.set(key, cell);
    if (deviation) cell.failing.push(observation);
    else cell.passing += 1;
  }
  const groups = new Map<string, LawGroup>();
  let open = [...cells.values()].filter(({ failing }) => failing.length > 0);
  const all = [...cells.values()];
  const blame = (operation: string, role: LawGroup['role'], blamed: readonly Cell[]): void => {
    if (blamed.length === 0) return;
    const before = groups.get(operation);
    const members = [...(before?.members ?? []), ...blamed.flatMap(({ failing }) => failing)];
    groups.set(operation, { operation, role: before?.role ?? role, members });
    open = open.filter((cell) => !blamed.includes(cell));
  };

  // What shows a plain creation wrongly, while another operation shows it rightly, shows nothing rightly.
  for (const { act, observer } of [...open]) {
    if (!creators.has(act) || act === observer) continue;
    const isShown = all.some(
      (cell) => cell.act === act && cell.observer !== observer && cell.observer !== act && cell.failing.length === 0,
    );
    if (isShown)
      blame(
        observer,
        'shows',
        open.filter((cell) => cell.observer === observer),
      );
  }
  for (const act of new Set(open.map((cell) => cell.act))) {
    // Where operations look that do nothing else, they tell; an update, say, may find what it should not.
    const looks = all.filter((cell) => cell.act === act && !groups.has(cell.observer));
    const showing = looks.filter((cell) => observers.has(cell.observer));
    const looking = showing.length > 1 ? showing : looks;
    const failing = looking.filter((cell) => open.includes(cell));
    if (failing.length === 0) continue;
    if (failing.length === looking.length && (looking.length > 1 || failing[0]?.observer !== act))
      blame(
        act,
        'acts',
        open.filter((cell) => cell.act === act),
      );
  }
  // What shows other acts rightly shows this one rightly, too, unless another operation sees it rightly.
  for (const { act, observer } of [...open]) {
    const isTrusted = all.some((cell) => cell.observer === observer && cell.act !== act && cell.failing.length === 0);
    const isSeen = all.some((cell) => cell.act === act && cell.observer !== act && cell.failing.length === 0);
    if (isTrusted && !isSeen && act !== observer)
      blame(
        act,
        'acts',
        open.filter((cell) => cell.act === act),
      );
  }
  for (const observer of new Set(open.map((cell) => cell.observer)))
    blame(
      observer,
      'shows',
      open.filter((cell) => cell.observer === observer),
    );
  // Two views of one record differ: that of an operation at fault, else the second one's.
  for (const observation of observations) {
    const { tested, plan, deviation } = observation;
    if (!deviation || !tested.tags.includes(COMPARES)) continue;
    const asked = tested.steps.flatMap(({ requests }) => requests.map(({ operation }) => operation));
    const operation = asked.find((each) => groups.has(each)) ?? plan.operation;
    const before = groups.get(operation);
    groups.set(operation, {
      operation,
      role: before?.role ?? 'shows',
      members: [...(before?.members ?? []), observation],
    });
  }
  return [...groups.values()];
};
