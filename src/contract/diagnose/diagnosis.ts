import type { Level } from '../cases/case.ts';
import type { Layer } from '../judge/judge.ts';
import type { Direction } from './finding.ts';
import type { Attempt } from './laboratory.ts';
import type { Symptom } from './symptom.ts';

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

export const words = (en: string, zh: string): Words => ({ en, zh });

/** An attempt and what is in the place it is about. */
export interface Shown {
  readonly attempt: Attempt;
  /** As it is planned; empty where it is about no value. */
  readonly value: string;
}

/** The cause of some symptoms, with the experiments that show it. */
export interface Diagnosis {
  readonly symptoms: readonly Symptom[];
  readonly operation: string;
  readonly clause: string;
  readonly also: readonly { readonly operation: string; readonly clause: string }[];
  readonly level: Level;
  readonly layer: Layer;
  readonly direction: Direction;
  /** What was seen, in a word or two for the id: an accepted deviation covers no more than that. */
  readonly seen: string;
  readonly title: Words;
  /** Undefined where it did not show again. */
  readonly example: Shown | undefined;
  readonly neighbour: Shown | undefined;
  /** Whether a further symptom has this cause. */
  readonly explains: (symptom: Symptom) => boolean;
}

/** A diagnosis of one symptom: what sets it apart, the rest as it usually is. */
export const diagnosisOf = (
  symptom: Symptom,
  particulars: Pick<Diagnosis, 'clause' | 'seen' | 'title' | 'example'> & Partial<Diagnosis>,
): Diagnosis => ({
  symptoms: [symptom],
  operation: symptom.model.operation.id,
  also: [],
  level: symptom.deviation.level,
  layer: symptom.deviation.layer,
  direction: 'wrong answer',
  neighbour: undefined,
  explains: () => false,
  ...particulars,
});
