import { type Judgement, judge } from '../judge/judge.ts';
import { inParallel, runCase, sendSteps } from '../run/run-cases.ts';
import { forget, type Judged } from './judged.ts';
import type { Laboratory } from './laboratory.ts';
import { listSymptoms, type Symptom } from './symptom.ts';

/** Milliseconds that a list may lag behind, and deviations that are looked at for it. */
const LAGS = [0, 50, 100, 200, 400, 800, 1600];
const MOST_LAGGARDS = 4;

const holds = ({ deviations, problem }: Judgement): boolean => deviations.length === 0 && problem === undefined;

/** How late the laws held, and in how many cases. */
export interface Late {
  readonly milliseconds: number;
  readonly cases: number;
}

/**
 * Where a law does not hold at once but a little later, lists come from a copy that lags behind: the
 * cases are sent again, with time for it. What holds then is late, and no deviation.
 */
export const settleDown = async (
  judged: readonly Judged[],
  { sender }: Laboratory,
): Promise<{ readonly judged: Judged[]; readonly late: Late | undefined; readonly settle: number }> => {
  const { contract, namer, settle: given, transport } = sender;
  const laggards = listSymptoms(contract, judged).filter(
    ({ deviation: { layer, aspect, prediction } }) =>
      layer === 'state' && aspect !== 'race' && prediction.sees !== undefined,
  );
  const samples = [...new Map(laggards.toReversed().map((each) => [each.model.key, each])).values()];
  /** After how many milliseconds the same look sees what it must. */
  const lagOf = async ({ tested, deviation }: Symptom): Promise<number | undefined> => {
    const steps = tested.steps.slice(0, deviation.step + 1);
    const { naming, answers } = await runCase(sender, { ...tested, steps });
    for (const [index, lag] of LAGS.entries()) {
      await transport.pause(lag - (LAGS[index - 1] ?? 0));
      if (lag > 0) answers.splice(-1, 1, ...(await sendSteps(sender, steps.slice(-1), naming)));
      if (holds(judge(contract, { ...tested, steps }, answers, namer.fill(naming)))) return lag;
    }
    return undefined;
  };
  const lags = await Promise.all(samples.slice(-MOST_LAGGARDS).map(lagOf));
  const lag = Math.max(0, ...lags.filter((each) => each !== undefined));
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
