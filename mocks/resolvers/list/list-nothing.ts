import type { Resolver } from '../../../src/engine/resolver.ts';
import { answerPage, filterOf } from '../../shown/answer-page.ts';

/** A list of what never happens in the fake, under a name and with its length: `listRetentionHistories` (HH5). */
export const listNothing =
  (name: string): Resolver =>
  (call) => ({
    ...answerPage(call, filterOf(call), { records: [], total: 0 }, (record) => record),
    body: { [name]: [], total: 0 },
  });
