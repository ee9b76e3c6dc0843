import type { Finding } from '../contract/diagnose/finding.ts';
import { toneOf } from '../contract/report/count-findings.ts';
import type { ClauseRow, Counts, Report, Verdict } from '../contract/report/report.ts';
import { countOf, fill, inBoth, joinSome, joinTexts, NOTHING, type Text, textOf } from '../text/bilingual.ts';
import { foldIds } from '../text/fold-ids.ts';
import { formatDuration, formatNumber } from '../text/numbers.ts';
import { words } from './texts.ts';

/** In the order in which they are counted up. */
export const VERDICTS = ['pass', 'fail', 'error', 'skip'] as const satisfies readonly Verdict[];

/** The signs of the verdicts. */
export const MARKS = { pass: '✓', fail: '✗', error: '!', skip: '–' } as const;

/** Clauses that stand together: those of one value, or of one operation. */
export interface ClauseGroup {
  readonly name: Text;
  /** `R2–R7` */
  readonly ids: string;
  readonly rows: readonly ClauseRow[];
  /** How many of its clauses passed, failed, are unclear, were skipped. */
  readonly states: Counts;
  readonly state: Verdict;
}

/** Findings under one heading. */
export interface FindingList {
  readonly id: string;
  readonly title: Text;
  readonly findings: readonly Finding[];
  /** Number of the first: all lists are numbered through. */
  readonly first: number;
  /** Whether they are told in full; the others are only where all is wanted. */
  readonly isFull: boolean;
}

/** One row of a note: what it is about, more of that in brackets, and what is said. */
export type NoteItem = Readonly<Record<'subject' | 'detail' | 'text', Text>>;

/** A part of the report that is a list of short texts. They come from a run and are not yet made visible. */
export interface Note {
  /** Short name of the part, fit for an anchor. */
  readonly id: string;
  readonly title: Text;
  readonly items: readonly NoteItem[];
  /** What is said of all items, or instead of them. */
  readonly remarks: readonly Text[];
}

/** The parts of a report in the order in which people read them. */
export interface ArrangedReport {
  readonly counts: Counts;
  /** What is said where there is no finding. */
  readonly calm: { readonly text: Text; readonly state: Verdict } | undefined;
  /** What breaks a level that counts, then what breaks only another one, then what was accepted. */
  readonly findings: readonly FindingList[];
  readonly before: readonly Note[];
  readonly groups: readonly ClauseGroup[];
  readonly after: readonly Note[];
}

/** Arranges a report, without the parts that say nothing; `brief` is for a terminal, where a row should be a line. */
export const arrangeReport = (report: Report, brief = false): ArrangedReport => {
  const counts = countVerdicts(report.results);
  const isJudged = counts.pass + counts.fail > 0;
  const isCalm = report.findings.length === 0 && (!isJudged || report.outcome === 'conforms');
  const calm = { text: isJudged ? words.noFindings : words.unjudged, state: isJudged ? 'pass' : 'error' } as const;
  const says = ({ items, remarks }: Note): boolean => items.length + remarks.length > 0;
  return {
    counts,
    calm: isCalm ? calm : undefined,
    findings: listFindings(report),
    before: notesBefore(report).filter(says),
    groups: [...Map.groupBy(report.clauses, ({ group }) => group)].map(([name, rows]) => {
      const states = countVerdicts(rows.map((row) => ({ verdict: stateOf(row) })));
      return { name: groupName(name), ids: foldIds(rows.map(({ id }) => id)), rows, states, state: stateOf(states) };
    }),
    after: notesAfter(report, brief).filter(says),
  };
};

/** A group has the name of an operation and of its value, which is no word of a language; that of the register has one. */
const groupName = (name: string): Text => (name === words.openPointGroup.en ? words.openPointGroup : textOf(name));

const LISTS = [
  { tone: 'fail', id: 'findings', title: words.findings },
  { tone: 'should', id: 'open-points', title: words.openPoints },
  { tone: 'known', id: 'accepted', title: words.acceptedFindings },
] as const;

const listFindings = (report: Report): FindingList[] => {
  const byTone = Map.groupBy(report.findings, (finding) => toneOf(finding, report));
  let first = 1;
  return LISTS.flatMap(({ tone, id, title }) => {
    const findings = byTone.get(tone) ?? [];
    const list = { id, title, findings, first, isFull: tone === 'fail' };
    first += findings.length;
    return findings.length > 0 ? [list] : [];
  });
};

/** How many of each verdict there are. */
export const countVerdicts = (results: readonly { readonly verdict: Verdict }[]): Counts => {
  const counts = { pass: 0, fail: 0, error: 0, skip: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
};

/** What so many verdicts come to: one failure outweighs all else, and what was skipped counts least. */
export const stateOf = (counts: Counts): Verdict =>
  (['fail', 'error', 'pass'] as const).find((verdict) => counts[verdict] > 0) ?? 'skip';

/** The figures of a run in words: of its cases, and of the run itself. */
export const sayTotals = ({ results, requests, cleanUpRequests, duration, depth, seed, tool }: Report): Text[] => {
  const counts = countVerdicts(results);
  const shown = VERDICTS.filter((verdict) => verdict === 'pass' || counts[verdict] > 0);
  const verdicts = shown.map((verdict) =>
    inBoth((say) => `${formatNumber(counts[verdict])} ${say(words.verdict[verdict])}`),
  );
  return [
    fill(words.totals, { cases: countOf(results.length, words.case), list: joinTexts(verdicts, textOf(', ', '，')) }),
    countOf(requests, words.request),
    ...(cleanUpRequests > 0 ? [countOf(cleanUpRequests, words.cleanUp)] : []),
    textOf(formatDuration(duration)),
    inBoth((say) => `${say(words.depth)} ${depth}`),
    inBoth((say) => `${say(words.seed)} ${seed}`),
    textOf(tool),
  ];
};

const item = (subject: Text, text: Text, detail = NOTHING): NoteItem => ({ subject, detail, text });

const note = (id: string, title: Text, items: NoteItem[], ...remarks: (Text | false | undefined)[]): Note => ({
  id,
  title,
  items,
  remarks: remarks.filter((remark) => typeof remark === 'object'),
});

const notesBefore = ({ staleKnown, remarks }: Report): Note[] => {
  const stale = staleKnown.map(({ id, reason }) => item(textOf(id), textOf(reason)));
  const said = remarks.map(({ text, zh }) => item(NOTHING, textOf(text, zh)));
  return [
    note('stale', words.staleKnown, stale, stale.length > 0 && words.staleRemedy),
    note('remarks', words.remarks, said),
  ];
};

const notesAfter = (report: Report, brief: boolean): Note[] => {
  const { late, leftBehind, deleted, guarantees, notChecked, results, outcome, transport } = report;
  const lateBy = late && { time: formatDuration(late.milliseconds), cases: countOf(late.cases, words.case) };
  // Rows that say the same of several operations are one.
  const same = Map.groupBy(transport, ({ title, expected, received }) => JSON.stringify([title, expected, received]));
  const read = [...same.values()].map((rows) => {
    const [{ title, expected, received, operation }] = rows as [Report['transport'][number]];
    const others = rows.length === 1 ? '' : ` +${rows.length - 1}`;
    const operations = brief ? operation + others : rows.map((row) => row.operation).join(', ');
    return item(
      textOf(title),
      inBoth((say) => `${received} (${say(words.expected)} ${expected})`),
      textOf(operations),
    );
  });
  const proven = guarantees.map(({ subject, states, extra, words: sent, text, zh }) => {
    if (brief)
      return item(textOf(subject), fill(words.guaranteeShort, { states: countOf(states + extra, words.state) }));
    const values = { states: countOf(states, words.state), extra, sent: countOf(sent, words.word) };
    return item(textOf(subject), textOf(text, zh), fill(words.guaranteeFigures, values));
  });
  const left = notChecked.map(({ what, why, whyZh, cases }) => {
    const subject = brief ? joinSome(foldIds(what.split(', ')).split(', '), 8) : textOf(what);
    return item(subject, textOf(why, whyZh), cases > 0 ? countOf(cases, words.case) : NOTHING);
  });
  const isAll = outcome !== 'unchecked' && results.every(({ verdict }) => verdict === 'pass' || verdict === 'fail');
  const kept = leftBehind.map((name) => item(NOTHING, textOf(name)));
  return [
    note('transport', words.transport, read),
    note('late', words.late, [], lateBy && fill(words.lateBy, lateBy)),
    note('guarantee', words.guarantee, proven, proven.length === 0 && results.length > 0 && words.noGuarantee),
    note('not-checked', words.notChecked, left, left.length === 0 && isAll && words.allChecked),
    note(
      'left-behind',
      words.leftBehind,
      kept,
      kept.length === 0 && words.nothingLeft,
      deleted > 0 && fill(words.deleted, { count: deleted }),
    ),
  ];
};
