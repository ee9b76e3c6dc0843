import type { Diagnosis } from './diagnosis.ts';
import type { Example, Finding } from './finding.ts';
import { createExperiment, type Laboratory, toExample } from './laboratory.ts';

/** Tries of what depends on the moment. */
const MOST_TRIES = 3;

/** A finding, with curl lines for where the names in its own are still taken. */
export interface Confirmed {
  readonly finding: Finding;
  readonly spare: string;
  readonly nearSpare: string;
}

/**
 * Sends the example of each cause once more, as its curl lines say it: a finding is what was seen
 * twice. What does not show again is flaky, with both answers.
 */
export const confirm = async (diagnoses: readonly Diagnosis[], laboratory: Laboratory): Promise<Confirmed[]> => {
  const confirmed: Confirmed[] = [];
  for (const diagnosis of diagnoses) confirmed.push(await confirmOne(diagnosis, laboratory));
  return confirmed;
};

/**
 * The findings of a report.
 *
 * @param left what could not be deleted, as `container/name`: lines that would make it once more use other names.
 */
export const toFindings = (confirmed: readonly Confirmed[], left: readonly string[]): Finding[] => {
  const keys = left.map((each) => each.replace(/ .*/, '').split('/'));
  const isFree = (curl: string): boolean => {
    const words = new Set(curl.split(/[\s/"'=:{}?&|]+/));
    return !keys.some((key) => key.every((part) => words.has(part)));
  };
  const pick = (example: Example, spare: string): Example =>
    isFree(example.request.curl) ? example : { ...example, request: { ...example.request, curl: spare } };
  return withUniqueIds(
    confirmed.map(({ finding, spare, nearSpare }) => ({
      ...finding,
      example: pick(finding.example, spare),
      neighbour: finding.neighbour && pick(finding.neighbour, nearSpare),
    })),
  );
};

const confirmOne = async (diagnosis: Diagnosis, laboratory: Laboratory): Promise<Confirmed> => {
  const { operation, clause, also, level, direction, title, seen, symptoms, example, neighbour, layer } = diagnosis;
  const [first] = symptoms;
  const common = {
    id: [operation, clause, slug(seen)].join('/'),
    operation,
    clause,
    also: also.filter(
      (pair, index) =>
        also.findIndex((each) => each.operation === pair.operation && each.clause === pair.clause) === index,
    ),
    level,
    direction,
    cases: [...new Set(symptoms.map(({ tested }) => tested.id))],
    known: undefined,
  };
  if (!example) {
    const shown = first && (await toExample(laboratory, attemptOf(first), first.value ?? '', title));
    return {
      finding: {
        ...common,
        title: shown?.title.en ?? title.en,
        titleZh: shown?.title.zh ?? title.zh,
        expected: first?.deviation.expected ?? '',
        received: first?.deviation.received ?? '',
        example: shown?.example ?? NO_EXAMPLE,
        neighbour: undefined,
        reproduced: laboratory.sender.transport.stopped() ? 'not tried' : 'flaky',
        secondResponse: undefined,
      },
      spare: shown?.spare ?? '',
      nearSpare: '',
    };
  }
  const experiment = createExperiment(laboratory, level);
  let again = await experiment.attempt(example.attempt.steps);
  for (let tries = 1; tries < MOST_TRIES && again && again.deviation?.layer !== layer; tries += 1)
    again = await experiment.attempt(example.attempt.steps);
  const isSame = again?.deviation?.layer === layer;
  const attempt = again && isSame ? again : example.attempt;
  const shown = await toExample(laboratory, attempt, example.value, title);
  const near = neighbour && (await toExample(laboratory, neighbour.attempt, neighbour.value, title));
  return {
    finding: {
      ...common,
      title: shown.title.en,
      titleZh: shown.title.zh,
      expected: attempt.deviation?.expected ?? first?.deviation.expected ?? '',
      received: attempt.deviation?.received ?? first?.deviation.received ?? '',
      example: shown.example,
      neighbour: near?.example,
      reproduced: again === undefined ? 'not tried' : isSame ? 'yes' : 'flaky',
      secondResponse: again && !isSame ? again.exchange?.response : undefined,
    },
    spare: shown.spare,
    nearSpare: near?.spare ?? '',
  };
};

const NO_EXAMPLE: Example = {
  request: { method: '', url: '', headers: {}, body: '', curl: '' },
  response: undefined,
  value: '',
};

const attemptOf = ({ tested, run, deviation, exchange }: Diagnosis['symptoms'][number]) => ({
  steps: tested.steps.slice(0, deviation.step + 1),
  naming: run.naming,
  answers: run.answers,
  deviation,
  isRight: false,
  looks: false,
  exchange,
});

const slug = (text: string): string => text.trim().replace(/[\s/\p{C}]+/gu, '-') || 'it';

const withUniqueIds = (findings: readonly Finding[]): Finding[] => {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, count);
    return count === 1 ? finding : { ...finding, id: `${finding.id}/${count}` };
  });
};
