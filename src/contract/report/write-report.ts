import { countOf, fill, joinTexts, NOTHING, type Text, textOf } from '../../text/bilingual.ts';
import { LEVELS } from '../cases/case.ts';
import type { Finding } from '../diagnose/finding.ts';
import { isCountedLevel, isSeenTwice, toneOf } from './count-findings.ts';
import { isJudged, listClauses, listGuarantees, listNotChecked, listResults } from './list-results.ts';
import { type CaseResult, REPORT_VERSION, type Report } from './report.ts';
import type { Results } from './results.ts';

/** The words of a report's summary; `{name}` is a place for a value. */
const words = {
  keeps: textOf('The server keeps the contract in all {cases}{apart}.', '服务器在全部 {cases}中符合契约{apart}。'),
  apart: textOf(', apart from {list}', '（{list}除外）'),
  onOpenPoints: textOf('{cases} on open points', '悬而未决的{cases}'),
  onTransport: textOf('{cases} on how forms and paths are read', '关于表单与路径读法的{cases}'),
  breaks: textOf(
    'The server does not keep the contract: {what} in {cases}{beside}.{early}',
    '服务器不符合契约：{cases}中有 {what}{beside}。{early}',
  ),
  deviation: textOf('deviation', '个偏差'),
  acceptedOne: textOf('accepted deviation', '个已接受的偏差'),
  gone: textOf('1 accepted deviation that no longer occurs', '1 个已接受但不再出现的偏差'),
  goneMany: textOf('{count} accepted deviations that no longer occur', '{count} 个已接受但不再出现的偏差'),
  beside: textOf(', beside {list}', '（另有 {list}）'),
  early: textOf(' The run ended early: {reason}', '运行提前结束：{reason}'),
  cannot: textOf('The server could not be checked: {reason}', '未能检查服务器：{reason}'),
  case: textOf('case', '个用例'),
  unsure: textOf('{deviations} did not show again.', '{deviations}没有再次出现。'),
  nothing: textOf('no case was run.', '没有运行任何用例。'),
  noneRan: textOf('no case could be checked: {reason}.', '没有用例能被检查：{reason}。'),
  noCases: textOf(
    'there are no cases. Check --operation, --only and --skip.',
    '没有用例。请检查 --operation、--only 和 --skip。',
  ),
};

/** Puts the results of a run into a report. */
export const writeReport = (results: Results): Report => {
  const { head, known, contract, whole, stop } = results;
  const all = results.findings.map((finding) => {
    const accepted = known.find(({ id }) => id === finding.id);
    return accepted ? { ...finding, known: { reason: accepted.reason, link: accepted.link } } : finding;
  });
  const findings = all.filter(({ level }) => level !== 'transport' || isCountedLevel(level, head));
  const told = listResults(results);
  const ran = told.filter(isJudged).length;
  const unchecked = results.unchecked ?? (ran === 0 && !stop ? sayNoneRan(told) : undefined);
  const isComplete = unchecked === undefined && stop === undefined && ran > 0;
  // The lowest depth does not look for everything that a higher one found.
  const isThorough = isComplete && whole && head.depth !== 'smoke';
  const stale = known.filter(({ id }) => isThorough && !findings.some((finding) => finding.id === id));
  const counted = findings.filter((finding) => toneOf(finding, head) === 'fail');
  const sure = counted.filter(isSeenTwice).length;
  const isDeviating = stop?.kind !== 'interrupted' && sure + stale.length > 0;
  const isConforming = isComplete && counted.length === 0;
  const outcome = isDeviating ? 'deviates' : isConforming ? 'conforms' : 'unchecked';
  const failedOf = (own: CaseResult['level']): number =>
    isCountedLevel(own, head) ? 0 : told.filter(({ verdict, level }) => verdict === 'fail' && level === own).length;
  const summary = saySummary(outcome, unchecked ?? stop?.text, {
    sure,
    once: counted.length - sure,
    stale: stale.length,
    accepted: findings.filter((finding) => finding.known).length,
    ran,
    open: failedOf('should'),
    transport: failedOf('transport'),
  });
  return {
    version: REPORT_VERSION,
    ...head,
    outcome,
    summary: summary.en,
    summaryZh: summary.zh,
    findings: findings.toSorted((left, right) => weightOf(left) - weightOf(right)),
    clauses: listClauses(contract, told),
    transport: all
      .filter(({ level }) => level === 'transport')
      .map(({ title, expected, received, operation }) => ({ title, expected, received, operation })),
    guarantees: unchecked === undefined ? listGuarantees(results, told) : [],
    notChecked: listNotChecked(results, told, unchecked),
    staleKnown: stale.map(({ id, reason }) => ({ id, reason })),
    results: told,
  };
};

const weightOf = ({ known, level, reproduced }: Finding): number =>
  (known ? 100 : 0) + LEVELS.indexOf(level) * 10 + (reproduced === 'yes' ? 0 : 1);

const sayNoneRan = ([first]: readonly CaseResult[]): Text =>
  first ? fill(words.noneRan, { reason: textOf(first.reason, first.reasonZh) }) : words.noCases;

/** Deviations seen twice, seen once, no longer seen and accepted; cases that ran, and that break what does not count. */
type Figures = Readonly<Record<'sure' | 'once' | 'stale' | 'accepted' | 'ran' | 'open' | 'transport', number>>;

const saySummary = (outcome: Report['outcome'], reason: Text | undefined, figures: Figures): Text => {
  const { sure, once, stale, accepted, ran, open, transport } = figures;
  const cases = countOf(ran, words.case);
  const known = countOf(accepted, words.acceptedOne);
  const list = (sentence: Text, between: string, ...parts: readonly (readonly [count: number, text: Text])[]): Text => {
    const said = parts.flatMap(([count, text]) => (count > 0 ? [text] : []));
    return said.length === 0 ? NOTHING : fill(sentence, { list: joinTexts(said, textOf(' and ', between)) });
  };
  if (outcome === 'unchecked') {
    const unsure = fill(words.unsure, { deviations: countOf(once, words.deviation) });
    return fill(words.cannot, { reason: reason ?? (once > 0 ? unsure : words.nothing) });
  }
  if (outcome === 'conforms') {
    const onOpenPoints = fill(words.onOpenPoints, { cases: countOf(open, words.case) });
    const onTransport = fill(words.onTransport, { cases: countOf(transport, words.case) });
    const apart = list(words.apart, '、', [accepted, known], [open, onOpenPoints], [transport, onTransport]);
    return fill(words.keeps, { cases, apart });
  }
  const gone = stale === 1 ? words.gone : fill(words.goneMany, { count: stale });
  return fill(words.breaks, {
    cases,
    what: list(textOf('{list}'), '和', [sure, countOf(sure, words.deviation)], [stale, gone]),
    beside: list(words.beside, '', [accepted, known]),
    early: reason === undefined ? NOTHING : fill(words.early, { reason }),
  });
};

/** Parts of a report that repeat what a target says. */
const TOLD: ReadonlySet<string> = new Set(
  'response secondResponse received title titleZh summary summaryZh why whyZh text zh reason reasonZh'.split(' '),
);

/** The same data, with the texts that repeat what a target says changed, each by its name. */
export const changeTold = <Data>(
  data: Data,
  change: (name: string, text: string) => string,
  name = '',
  isTold = false,
): Data => {
  if (typeof data === 'string') return (isTold ? change(name, data) : data) as Data;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((each: unknown) => changeTold(each, change, name, isTold)) as Data;
  const changed = ([key, value]: [string, unknown]) => [key, changeTold(value, change, key, isTold || TOLD.has(key))];
  return Object.fromEntries(Object.entries(data).map(changed)) as Data;
};
