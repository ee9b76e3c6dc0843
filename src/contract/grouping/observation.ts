import { type Case, type Field, type RequestPlan, TOKEN } from '../case.ts';
import { SAMPLE_TOKEN } from '../cases/word-cases.ts';
import { RAW } from '../encode-request.ts';
import type { Deviation, Leaning } from '../judge.ts';
import type { OperationModel } from '../model.ts';
import type { CaseRun } from '../run-cases.ts';
import type { Subject } from '../subject.ts';
import type { Exchange } from '../transport.ts';

/** One answer of a run: as it must be, or how it deviates. */
export interface Observation {
  readonly model: OperationModel;
  readonly run: CaseRun;
  readonly tested: Case;
  readonly plan: RequestPlan;
  readonly step: number;
  readonly exchange: Exchange;
  readonly outcome: Leaning;
  /** What its step is about. */
  readonly about: Pick<Case, 'clauses' | 'tags' | 'subject'>;
  readonly deviation: Deviation | undefined;
}

/** The value of a subject in a plan, the token as it stands. */
export const valueIn = (plan: RequestPlan, subject: Subject): string | undefined => {
  if (subject.place === 'path') return decodeRaw(plan.path[subject.name]);
  if (subject.place === 'query') return subject.pairs === undefined ? plan.query[subject.name] : pairIn(plan, subject);
  if (subject.place === 'header') return plan.headers[subject.name];
  const fields = fieldsIn(plan);
  if (fields) {
    const value = fields.find(([name]) => name === subject.name)?.[1];
    return typeof value === 'string' ? value : undefined;
  }
  if (plan.body?.kind !== 'json' || typeof plan.body.value !== 'object' || plan.body.value === null) return undefined;
  const value = (plan.body.value as Record<string, unknown>)[subject.name];
  return value === undefined ? undefined : String(value);
};

const pairIn = ({ query }: RequestPlan, { name, pairs = '' }: Subject): string | undefined =>
  query[pairs]
    ?.replace(RAW, '')
    .split('|')
    .map((pair) => pair.split('::'))
    .find(([key]) => `${pairs}.${key}` === name)?.[1];

const decodeRaw = (value: string | undefined): string | undefined => {
  if (!value?.startsWith(RAW)) return value;
  try {
    return decodeURIComponent(value.slice(RAW.length));
  } catch {
    return value.slice(RAW.length);
  }
};

/** The fields that a form holds, however it is written. */
export const fieldsIn = ({ body }: RequestPlan): readonly Field[] | undefined =>
  body?.kind === 'form' || body?.kind === 'raw' ? body.fields : undefined;

/** The length of a value in characters once its token is filled in. */
export const lengthOf = (value: string): number => [...value.replaceAll(TOKEN, SAMPLE_TOKEN)].length;

/** How far from plain an observation is: the least plain thing first to be avoided. */
export const complexity = ({ tested, plan }: Observation): number => {
  const fields = fieldsIn(plan)?.length ?? 0;
  const raw = plan.body?.kind === 'raw' ? 150 : 0;
  const value = tested.value.replaceAll(TOKEN, 'b');
  const odd = [...value].filter((character) => !/[a-z0-9_.-]/i.test(character)).length;
  const rare = [...value].filter((character) => !/[!-~]/.test(character)).length;
  return (
    tested.steps.length * 1000 +
    raw +
    (tested.tags.includes('beside') ? 300 : 0) +
    (tested.subject === undefined ? 500 : 0) +
    (tested.steps[0]?.requests.length ?? 1) * 200 +
    fields * 60 +
    value.length * 10 +
    odd * 15 +
    rare * 40
  );
};
