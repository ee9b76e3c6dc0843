import type { CaseRun } from '../run/run-cases.ts';
import type { Judgement } from './judge.ts';

/** A case with its answers and what they are worth. */
export interface Judged {
  readonly run: CaseRun;
  readonly judgement: Judgement;
}

const NOTHING = new Uint8Array();
/** Characters of an answer that are kept once it was judged. */
const MOST_KEPT = 2000;

/** The beginning of a text, copied: a slice would keep all of it in memory. */
export const shorten = (text: string): string => JSON.parse(JSON.stringify(text.slice(0, MOST_KEPT))) as string;

/** Thousands of answers that are as they must be are kept for their status alone. */
export const forget = (run: CaseRun, judgement: Judged['judgement']): Judged => {
  const isRight = judgement.deviations.length === 0;
  const answers = run.answers.map((exchanges) =>
    exchanges.map((exchange) => ({
      ...exchange,
      request: isRight ? { ...exchange.request, headers: {}, body: NOTHING } : exchange.request,
      response: exchange.response && {
        ...exchange.response,
        ...(isRight ? { headers: {} } : {}),
        body: isRight ? '' : shorten(exchange.response.body),
      },
    })),
  );
  const deviations = judgement.deviations.map((each) => ({ ...each, received: shorten(each.received) }));
  return { run: { ...run, answers }, judgement: { ...judgement, received: shorten(judgement.received), deviations } };
};
