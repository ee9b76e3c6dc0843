import type { Finding, Level, Report, Verdict } from '../report.ts';

/** The languages of the reports. */
export type Language = 'en' | 'zh';

/** The words of the reports in one language; what comes out of a run keeps its own. */
export interface Texts {
  readonly outcome: Readonly<Record<Report['outcome'], string>>;
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly level: Readonly<Record<Level, string>>;
  readonly direction: Readonly<Record<Finding['direction'], string>>;
  readonly clause: string;
  readonly clauses: string;
  readonly findings: string;
  readonly noFindings: string;
  readonly unjudged: string;
  readonly expected: string;
  readonly received: string;
  readonly noAnswer: string;
  readonly sent: string;
  readonly neighbour: string;
  readonly empty: string;
  readonly characters: (count: number) => string;
  readonly shownBy: (count: number) => string;
  readonly flaky: string;
  readonly flakyExplained: (first: string, second: string) => string;
  readonly notReproduced: string;
  readonly known: string;
  readonly guarantee: string;
  readonly guaranteeFigures: (depth: number, states: number, words: number) => string;
  readonly noGuarantee: string;
  readonly notChecked: string;
  readonly allChecked: string;
  readonly leftBehind: string;
  readonly nothingLeft: string;
  readonly deleted: (count: number) => string;
  readonly staleKnown: string;
  readonly staleRemedy: string;
  readonly totals: string;
  readonly cases: (count: number) => string;
  readonly requests: (count: number) => string;
  readonly more: (count: number) => string;
  readonly seed: string;
  readonly depth: string;
  readonly duration: string;
  readonly target: string;
  readonly started: string;
  readonly curlHidden: string;
}

/** A number with its thousands set apart. */
export const formatNumber = (value: number): string => value.toLocaleString('en');

/** Milliseconds as people say them. */
export const formatDuration = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

const counted = (count: number, one: string, many: string): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

const en: Texts = {
  outcome: { conforms: 'Conforms', deviates: 'Deviates', unchecked: 'Could not be checked' },
  verdict: { pass: 'passed', fail: 'failed', error: 'unclear', skip: 'skipped' },
  level: { must: 'must', should: 'should' },
  direction: { 'too lax': 'too lax', 'too strict': 'too strict', 'wrong answer': 'wrong answer' },
  clause: 'Clause',
  clauses: 'Clauses',
  findings: 'Findings',
  noFindings: 'No deviation was found.',
  unjudged: 'No case could be judged, so nothing is known about the server.',
  expected: 'expected',
  received: 'received',
  noAnswer: 'no answer',
  sent: 'sent',
  neighbour: 'neighbour',
  empty: '(empty)',
  characters: (count) => counted(count, 'character', 'characters'),
  shownBy: (count) => `shown by ${counted(count, 'case', 'cases')}`,
  flaky: 'flaky',
  flakyExplained: (first, second) => `Sent again, the same request was answered otherwise: ${first}, then ${second}.`,
  notReproduced: 'The request was not sent again.',
  known: 'accepted',
  guarantee: 'What this run proves',
  guaranteeFigures: (depth, states, words) =>
    `depth ${depth}, ${counted(states, 'state', 'states')}, ${counted(words, 'word', 'words')}`,
  noGuarantee: 'No guarantee was reached in this run.',
  notChecked: 'Not checked',
  allChecked: 'Everything that was planned was checked.',
  leftBehind: 'Left behind on the server',
  nothingLeft: 'Nothing was left behind.',
  deleted: (count) => `${formatNumber(count)} created and deleted again.`,
  staleKnown: 'Accepted deviations that no longer occur',
  staleRemedy: 'Remove them from the list of accepted deviations.',
  totals: 'Totals',
  cases: (count) => counted(count, 'case', 'cases'),
  requests: (count) => counted(count, 'request', 'requests'),
  more: (count) => `and ${formatNumber(count)} more`,
  seed: 'seed',
  depth: 'depth',
  duration: 'time',
  target: 'Target',
  started: 'Started',
  curlHidden: 'It holds characters a terminal does not show: copy it from the JSON or HTML report.',
};

const zh: Texts = {
  outcome: { conforms: '符合', deviates: '不符合', unchecked: '未能检查' },
  verdict: { pass: '通过', fail: '失败', error: '不明', skip: '跳过' },
  level: { must: '必须', should: '应当' },
  direction: { 'too lax': '过宽', 'too strict': '过严', 'wrong answer': '应答有误' },
  clause: '条款',
  clauses: '条款',
  findings: '发现的偏差',
  noFindings: '未发现偏差。',
  unjudged: '没有任何用例得到结论，因此对该服务器一无所知。',
  expected: '预期',
  received: '实际',
  noAnswer: '无应答',
  sent: '发送',
  neighbour: '邻近值',
  empty: '（空）',
  characters: (count) => `${formatNumber(count)} 个字符`,
  shownBy: (count) => `${formatNumber(count)} 个用例显示此偏差`,
  flaky: '不稳定',
  flakyExplained: (first, second) => `再次发送同一请求，应答不同：先是 ${first}，后是 ${second}。`,
  notReproduced: '未再次发送该请求。',
  known: '已接受',
  guarantee: '本次运行证明了什么',
  guaranteeFigures: (depth, states, words) =>
    `深度 ${depth}，${formatNumber(states)} 个状态，${formatNumber(words)} 个词`,
  noGuarantee: '本次运行未能给出任何保证。',
  notChecked: '未检查',
  allChecked: '计划的内容均已检查。',
  leftBehind: '遗留在服务器上',
  nothingLeft: '没有遗留任何内容。',
  deleted: (count) => `创建后已删除 ${formatNumber(count)} 个。`,
  staleKnown: '已接受但不再出现的偏差',
  staleRemedy: '请将其从已接受偏差列表中移除。',
  totals: '合计',
  cases: (count) => `${formatNumber(count)} 个用例`,
  requests: (count) => `${formatNumber(count)} 个请求`,
  more: (count) => `另有 ${formatNumber(count)} 个`,
  seed: '种子',
  depth: '深度',
  duration: '用时',
  target: '目标',
  started: '开始时间',
  curlHidden: '其中含有终端不显示的字符：请从 JSON 或 HTML 报告中复制。',
};

/** The words of every language. */
export const texts: Readonly<Record<Language, Texts>> = { en, zh };
