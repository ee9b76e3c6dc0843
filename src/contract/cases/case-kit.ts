import { type Case, type Expectation, type RequestPlan, type Step, TOKEN } from '../case.ts';
import { leaning } from '../judge.ts';
import type { OperationModel } from '../model.ts';
import { type Changes, planRequest } from '../plan-request.ts';
import type { Level } from '../report.ts';
import type { Subject } from '../subject.ts';

/** What a family says about one of its cases; the kit fills in the rest. */
export interface CaseDraft {
  readonly family: string;
  /** The last piece of the id, made printable. */
  readonly key: string;
  readonly title: string;
  readonly subject?: Subject;
  readonly value?: string;
  readonly clauses: readonly (string | undefined)[];
  readonly level?: Level;
  readonly reason: string;
  readonly tags?: readonly string[];
  readonly steps: readonly Step[];
  readonly needsContainers?: boolean;
  readonly ownContainer?: boolean;
}

/** What the families build their cases with. */
export interface CaseKit {
  readonly model: OperationModel;
  /** How deep the run looks; one less where the operation only names what others make, and never above 0. */
  readonly depth: number;
  /** Whether valid requests need something to be made first. */
  readonly isPrepared: boolean;
  /** Whether all of that can be made. */
  readonly canSucceed: boolean;
  readonly plan: (changes?: Changes) => RequestPlan;
  readonly success: Expectation;
  readonly refusal: Expectation;
  readonly conflict: Expectation;
  /** Any client error; a server error or a success deviates. */
  readonly anyRefusal: Expectation;
  /** The source leaves it open: `statuses` is the reading taken, anything but a server error is tolerated. */
  readonly open: (...statuses: string[]) => Expectation;
  readonly step: (expect: Expectation, changes?: Changes, more?: Pick<Step, 'late' | 'about'>) => Step;
  readonly add: (draft: CaseDraft) => void;
  /** Whether a value of a subject was used by an earlier case, and notes that it is now. */
  readonly isNew: (subject: Subject, value: string) => boolean;
}

/**
 * A kit that collects the cases of one operation.
 *
 * @param setup sent before the steps of every case: what must exist for a valid request to succeed.
 * @param canSucceed whether that can be made at all; if not, only refusals are tested.
 */
export const createCaseKit = (
  model: OperationModel,
  depth: number,
  setup: readonly Step[] = [],
  canSucceed = true,
): CaseKit & { readonly cases: Case[] } => {
  const cases: Case[] = [];
  const ids = new Set<string>();
  const used = new Set<string>();
  const plan = (changes?: Changes): RequestPlan => planRequest(model, changes);
  return {
    model,
    depth,
    isPrepared: setup.length > 0 || !canSucceed,
    canSucceed,
    cases,
    plan,
    success: { outcome: 'success', statuses: model.success },
    refusal: { outcome: 'refusal', statuses: [model.refusal] },
    conflict: { outcome: 'conflict', statuses: [model.conflict] },
    anyRefusal: { outcome: 'refusal', statuses: ['4xx'] },
    open: (...statuses) => ({ outcome: 'open', statuses, tolerated: ['2xx', '4xx'] }),
    step: (expect, changes, more) => ({ requests: [plan(changes)], expect, ...more }),
    isNew: (subject, value) => {
      const key = `${subject.ref} ${value}`;
      if (used.has(key)) return false;
      used.add(key);
      return true;
    },
    add: (draft) => {
      if (!canSucceed && draft.steps.some(({ expect }) => leaning(expect) === 'success')) return;
      const stem = [model.operation.id, ...model.variant, draft.family, printable(draft.key)].join('/');
      let id = stem;
      for (let number = 2; ids.has(id); number += 1) id = `${stem}~${number}`;
      ids.add(id);
      const clauses = draft.clauses.filter((clause) => clause !== undefined);
      cases.push({
        id,
        title: draft.title,
        operation: model.operation.id,
        family: draft.family,
        subject: draft.subject?.ref,
        value: draft.value ?? '',
        clauses: [...new Set(clauses)],
        level: draft.level ?? 'must',
        reason: draft.reason,
        tags: draft.tags ?? [],
        steps: [...setup, ...draft.steps],
        needsContainers: draft.needsContainers ?? false,
        ownContainer: draft.ownContainer ?? false,
        alone: false,
      });
    },
  };
};

/** A value as people may read it in an id or a title: plain ASCII, the token as `t`. */
export const printable = (text: string): string => {
  const short = text.replaceAll(TOKEN, 't');
  const shown = short.length > 40 ? `${short.slice(0, 12)}...${[...short].length}` : short;
  return shown.replace(
    /[^!-~]|%/gu,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
  );
};
