import { countOf, fill, type Text, textOf } from '../../text/bilingual.ts';
import { sayDifference, sayRequest, saySeen } from '../evidence/describe.ts';
import { isTelling, OF_ALL } from '../evidence/evidence.ts';
import type { Identification } from '../identify-target.ts';
import type { Changes } from '../overlay/find-changes.ts';
import type { Proposal } from '../overlay/propose-actions.ts';
import type { Evidence } from '../probes/probe-run.ts';

export interface ReportHead {
  readonly tool: string;
  readonly target: string;
  /** All editions that were looked at. */
  readonly candidates: readonly string[];
}

/** What `identify` found out, as data. */
export interface IdentifyReport
  extends ReportHead,
    Pick<Identification, 'near' | 'requests' | 'deleted' | 'leftBehind'> {
  /** Of this shape. */
  readonly version: 1;
  /** `unexplained`: no edition explains most of the answers, or most editions explain them as well. */
  readonly outcome: 'identified' | 'unexplained' | 'unchecked';
  readonly summary: string;
  readonly summaryZh: string;
  /** The editions that explain the answers best; several where nothing tells them apart. */
  readonly editions: readonly string[];
  readonly evidence: readonly EvidenceRow[];
  /** In what the answers differ from the first of `editions`. */
  readonly differences: readonly DifferenceRow[];
}

/** One fact that tells editions apart, as one answer shows it. */
export interface EvidenceRow {
  readonly request: string;
  readonly status: number;
  /** What the answer says of the fact. */
  readonly seen: string;
  readonly seenZh: string;
  /** By edition, whether it says the same; those that say nothing of it are left out. */
  readonly agrees: Readonly<Record<string, boolean>>;
}

export interface DifferenceRow {
  readonly request: string;
  readonly text: string;
  readonly textZh: string;
  /** Actions of an overlay that make the edition say so; none where that can't be said. */
  readonly actions: Proposal;
}

/** Writes down what was found out. */
export const writeIdentifyReport = (
  head: ReportHead,
  found: Identification,
  { changes, rest }: Changes,
): IdentifyReport => {
  const { named, near, evidence, unchecked, requests, deleted, leftBehind } = found;
  const [edition = ''] = named;
  const differences = [
    ...changes.map(({ difference, actions }) => ({ difference, actions })),
    ...rest.map((difference) => ({ difference, actions: [] })),
  ].map(({ difference, actions }): DifferenceRow => {
    const text = sayDifference(difference, edition);
    return { request: sayRequest(difference.evidence), text: text.en, textZh: text.zh, actions };
  });
  const verdict = verdictOf(found, head.candidates);
  const summary = unchecked === undefined ? saySummary(found, SUMMARIES[verdict]) : unchecked;
  return {
    version: 1,
    ...head,
    outcome: unchecked !== undefined ? 'unchecked' : verdict === 'identified' ? verdict : 'unexplained',
    summary: summary.en,
    summaryZh: summary.zh,
    editions: unchecked === undefined ? named : [],
    near: unchecked === undefined ? near : [],
    evidence: rowsOf(evidence),
    differences,
    requests,
    deleted,
    leftBehind,
  };
};

/** What tells editions apart; a fact that shows the same again stands there once. */
const rowsOf = (evidence: readonly Evidence[]): EvidenceRow[] => {
  const known = new Set<string>();
  return evidence.flatMap((each) =>
    each.clues.filter(isTelling).flatMap((clue): EvidenceRow[] => {
      const seen = saySeen(clue);
      const fact = `${clue.key} ${seen.en}`;
      if (known.has(fact)) return [];
      known.add(fact);
      const agrees = Object.fromEntries(clue.agrees);
      return [{ request: sayRequest(each), status: clue.seen.status, seen: seen.en, seenZh: seen.zh, agrees }];
    }),
  );
};

/**
 * Whether an edition has most of the answers right, taken or refused. All that a target lacks is one matter, and so is
 * all that it takes unseen: a part of an API is of its edition, too.
 */
const isExplained = ({ named: [edition = ''], evidence }: Identification): boolean => {
  const answers = evidence.flatMap(({ clues }, index) => {
    const clue = clues.find(({ kind }) => kind === 'outcome');
    const agreed = clue?.agrees.get(edition);
    if (clue === undefined || agreed === undefined) return [];
    return [{ agreed, matter: OF_ALL.has(clue.group) ? clue.group : String(index) }];
  });
  const matters = [...Map.groupBy(answers, ({ matter }) => matter).values()];
  const right = matters.map((own) => own.filter(({ agreed }) => agreed).length / own.length);
  return right.reduce((sum, share) => sum + share, 0) * 2 > matters.length;
};

/** What the answers come to: they leave one edition, or less than half of them, or tell nothing. */
const verdictOf = (found: Identification, candidates: readonly string[]): keyof typeof SUMMARIES => {
  if (!isExplained(found)) return 'unexplained';
  const { named, near } = found;
  return named.length === 1 || (named.length + near.length) * 2 < candidates.length ? 'identified' : 'untold';
};

const SUMMARIES = {
  identified: textOf('The server keeps edition {editions}{close}.', '该服务遵循版本 {editions}{close}。'),
  unexplained: textOf(
    'No edition explains most of the answers; the closest one is {editions}.',
    '没有版本能解释大部分应答；最接近的是 {editions}。',
  ),
  untold: textOf(
    'The answers hardly tell editions apart; {editions} fit best{close}.',
    '这些应答几乎无法区分版本；最符合的是 {editions}{close}。',
  ),
};

const saySummary = ({ named, near }: Identification, summary: Text): Text => {
  const editions = textOf(named.join(' or '), named.join(' 或 '));
  const close =
    near.length > 0
      ? fill(textOf(' (or {near}, if one answer is a fault)', '（若有一处应答是故障，则为 {near}）'), {
          near: near.join(', '),
        })
      : textOf('');
  return fill(summary, { editions, close });
};

/** `17 requests`, and what became of what they made. */
export const sayEffort = ({ requests, deleted, leftBehind }: IdentifyReport): Text => {
  const made = deleted + leftBehind.length;
  const sent = countOf(requests, textOf('request', '个请求'));
  if (made === 0) return fill(textOf('{sent}; nothing was made', '{sent}；未创建任何内容'), { sent });
  return leftBehind.length === 0
    ? fill(textOf('{sent}; what was made is deleted', '{sent}；所创建的内容均已删除'), { sent })
    : fill(textOf('{sent}; left behind: {names}', '{sent}；残留：{names}'), { sent, names: leftBehind.join(', ') });
};
