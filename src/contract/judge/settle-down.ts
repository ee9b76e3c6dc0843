import { inParallel } from '../../http/in-parallel.ts';
import { runCase, type Sender, sendSteps } from '../run/send-steps.ts';
import { type Judgement, judge } from './judge.ts';
import { forget, type Judged } from './judged.ts';

/** Milliseconds that a list may lag behind, and deviations that are looked at for it. */
const LAGS = [0, 50, 100, 200, 400, 800, 1600];
const MOST_LAGGARDS = 4;

const holds = ({ deviations, problem }: Judgement): boolean => deviations.length === 0 && problem === undefined;

/**
 * Where a law does not hold at once but a little later, lists come from a copy that lags behind: the
 * cases are sent again, with time for it. What holds then is late, and no deviation.
 */
export const settleDown = async (
  judged: readonly Judged[],
  sender: Sender,
): Promise<{ judged: Judged[]; late: { milliseconds: number; cases: number } | undefined; settle: number }> => {
  const { contract, namer, settle: given = 0, transport } = sender;
  /** One of each operation that looks, cut behind the look. */
  const samples = new Map(
    judged.toReversed().flatMap(({ run: { tested }, judgement }) =>
      judgement.deviations.flatMap(({ step, layer, aspect, prediction }) => {
        const steps = tested.steps.slice(0, step + 1);
        const isLook = layer === 'state' && aspect !== 'race' && prediction.sees !== undefined;
        return isLook ? [[steps.at(-1)?.requests[0]?.model, { ...tested, steps }] as const] : [];
      }),
    ),
  );
  /** After how many milliseconds the same look sees what it must. */
  const lagOf = async (tested: Judged['run']['tested']): Promise<number> => {
    const { naming, answers } = await runCase(sender, tested);
    for (const [index, lag] of LAGS.entries()) {
      await transport.pause(lag - (LAGS[index - 1] ?? 0));
      if (lag > 0) answers.splice(-1, 1, ...(await sendSteps(sender, tested.steps.slice(-1), naming)));
      if (holds(judge(contract, tested, answers, namer.fill(naming)))) return lag;
    }
    return 0;
  };
  const lag = Math.max(0, ...(await Promise.all([...samples.values()].slice(-MOST_LAGGARDS).map(lagOf))));
  if (lag === 0) return { judged: [...judged], late: undefined, settle: given };
  const settle = given + 2 * lag;
  const late = new Map<string, Judged>();
  const affected = judged.filter(({ judgement }) => judgement.deviations.some(({ layer }) => layer === 'state'));
  await inParallel(affected, 8, async ({ run: { tested } }) => {
    const { naming, answers } = await runCase({ ...sender, settle }, tested);
    const judgement = judge(contract, tested, answers, namer.fill(naming));
    if (holds(judgement)) late.set(tested.id, forget({ tested, naming, answers, duration: 0 }, judgement));
  });
  return {
    judged: judged.map((each) => late.get(each.run.tested.id) ?? each),
    late: { milliseconds: given + lag, cases: late.size },
    settle,
  };
};
