import { pickKey } from '../../../src/engine/check-records.ts';
import type { Resolver } from '../../../src/engine/resolver.ts';
import type { StoredRecord } from '../../../src/store/unique-key.ts';
import type { Fake } from '../../fake.ts';
import { answerPage, cutPage, filterOf } from '../../shown/answer-page.ts';

/**
 * The records of what the request names, in the order of their coming: `listAccessDomains` (AL1), `listRetentions`
 * (HL1), `listTriggers` (GL1).
 */
export const listRecords =
  ({ store }: Fake, show: (record: StoredRecord) => unknown): Resolver =>
  (call) => {
    const { effect, requires } = call.operation;
    const filter = filterOf(call);
    const records = store.below(effect?.collection ?? '', pickKey(requires.at(-1)?.key ?? {}, call));
    return answerPage(call, filter, cutPage(call, filter, records), show);
  };
