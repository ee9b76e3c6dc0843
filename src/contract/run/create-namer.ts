import { perDocument } from '../../openapi/document/per-document.ts';
import type { NameMaker } from '../../values/name-maker.ts';
import type { Step } from '../cases/case.ts';
import { fillIn, type Naming, OTHER_CONTAINER } from '../model/placeholders.ts';
import type { Fill } from '../model/request.ts';

/** Gives every case names of its own. */
export interface Namer {
  /**
   * @param steps what the names are for.
   * @param container the container to create in; default: the run's own.
   * @param holder of a naming whose prepared records are used again.
   */
  readonly next: (steps: readonly Step[], container?: string, holder?: Naming) => Naming;
  /** A new name for a container. */
  readonly newContainer: () => string;
  readonly fill: (naming: Naming) => Fill;
}

const NAMES = /[\uE010-\uE05F]/g;
/** How many names steps use, and whether another container. */
const usedBy = perDocument((steps: readonly Step[]) => {
  const text = JSON.stringify(steps);
  const used = text.match(NAMES) ?? [];
  const count = Math.max(1, ...used.map((mark) => mark.charCodeAt(0) - 0xe010 + 1));
  return { count, isElsewhere: text.includes(OTHER_CONTAINER) };
});
const RUNS = 2 ** 22;

/**
 * @param random numbers from 0 to 1; they make the names of a run differ from those of every other.
 * @param given the container to create in, where the user named one.
 * @param maker of names for containers.
 */
export const createNamer = (random: () => number, given: string | undefined, maker: NameMaker | undefined): Namer => {
  const run = Math.floor(random() * RUNS);
  let serial = Math.floor(random() * 1000);
  const take = (count: number): number => {
    serial += count;
    return serial - count;
  };
  const newContainer = (): string => maker?.make(take(1), run) ?? '';
  const own = given ?? newContainer();
  return {
    newContainer,
    next: (steps, container, holder) => {
      const { count, isElsewhere } = usedBy(steps);
      return {
        serial: take(count),
        holder: holder?.holder ?? take(1),
        container: holder?.container ?? container ?? own,
        // Made up only where it is used: small rules have few names.
        otherContainer: isElsewhere ? newContainer() : '',
        numbers: [...(holder?.numbers ?? [])],
        marks: [],
      };
    },
    fill: (naming) => (value, own_) => fillIn(value, own_, naming, run),
  };
};
