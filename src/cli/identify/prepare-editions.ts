import { prepareIdentification } from '../../identify/identify-target.ts';
import type { Prepared } from '../../identify/probes/probe-run.ts';
import { loadEditions } from '../document/choose-document.ts';
import { startRehearsal } from './start-rehearsal.ts';

let prepared: Promise<Prepared> | undefined;

/**
 * What may be asked, and what each edition of this package answers: worked out once for all targets.
 *
 * @throws UserError that names file and line where an edition can't be used.
 */
export const prepareEditions = (): Promise<Prepared> => {
  prepared ??= loadEditions().then((editions) => prepareIdentification(editions, startRehearsal));
  return prepared;
};
