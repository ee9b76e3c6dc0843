import { isAbout, isCountedLevel } from '../contract/report/count-findings.ts';
import type { CaseResult, ClauseRow, Counts, Report, Verdict } from '../contract/report/report.ts';
import { joinTexts, type Text, textOf } from '../text/bilingual.ts';
import { both, details, markup } from '../text/markup.ts';
import { formatNumber } from '../text/numbers.ts';
import {
  type ArrangedReport,
  arrangeReport,
  countVerdicts,
  MARKS,
  type Note,
  type NoteItem,
  sayTotals,
  stateOf,
  VERDICTS,
} from './arrange-report.ts';
import { anchorOf, findingCard } from './html-finding.ts';
import { script, scriptHash } from './html-script.ts';
import { style, styleHash } from './html-style.ts';
import { pageWords, words } from './texts.ts';

/** A part of the page under a heading. */
interface Section {
  readonly id: string;
  readonly title: Text;
  readonly count?: number;
  /** Markup. */
  readonly body: string;
}

// A longer list is folded.
const MOST_NOTES = 20;

// Where style is forbidden; the style has finer ones.
const FILLS = { pass: 'green', fail: 'firebrick', error: 'goldenrod', skip: 'gray' } as const;
const OUTCOME = { conforms: 'pass', deviates: 'fail', unchecked: 'error' } as const;

// Nothing but the page's own style and script runs, whatever a server's answer contains.
const POLICY = `default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/**
 * The report as one HTML file that needs nothing else. It reads, in English, without script and style,
 * as some CI systems show it; the script switches language and theme, filters the cases and copies.
 */
export const htmlReport = (report: Report): string => {
  const arranged = arrangeReport(report);
  const sections = listSections(report, arranged);
  const links = sections.map(({ id, title, count }) => `<li><a href="#${id}">${both(title)}</a>${number(count)}</li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${markup(`${words.outcome[report.outcome].en}: ${report.target}`)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip-link" href="#report">${both(pageWords.skipLink)}</a>
<header class="top"><p>${both(pageWords.title)}</p>
<div class="switches" hidden><button type="button" id="theme">${both(pageWords.theme)}</button><button type="button" id="language">${both(pageWords.language)}</button></div></header>
<main id="report">
${verdict(report, arranged.counts)}
<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>
${sections.map(sectionMarkup).join('\n')}
</main>
<script>${script}</script>
</body>
</html>
`;
};

const number = (count: number | undefined): string =>
  count === undefined ? '' : ` <span class="count">${formatNumber(count)}</span>`;

const sectionMarkup = ({ id, title, count, body }: Section): string =>
  `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${both(title)}${number(count)}</h2>\n${body}\n</section>`;

const verdict = (report: Report, counts: Counts): string => {
  const { outcome, startedAt, results } = report;
  const tone = OUTCOME[outcome];
  const figure = (name: Text, count: number, kind: string): string =>
    `<div class="${kind}"><dt>${both(name)}</dt><dd>${formatNumber(count)}</dd></div>`;
  const figures = VERDICTS.map((name) => figure(words.verdict[name], counts[name], counts[name] > 0 ? name : 'none'));
  const time = markup(startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'));
  return `<div class="verdict ${tone}">
<h1><span class="badge" aria-hidden="true">${MARKS[tone]}</span> ${both(words.outcome[outcome])}</h1>
<p class="summary">${both(textOf(report.summary, report.summaryZh))}</p>
<p class="target"><code>${markup(report.target)}</code></p>
${share(counts, results.length)}
<dl class="figures">${figure(pageWords.cases, results.length, 'all')}${figures.join('')}</dl>
<p class="run"><time datetime="${markup(startedAt)}">${time}</time> · ${both(joinTexts(sayTotals(report).slice(1), textOf(' · ')))}</p>
</div>`;
};

// Attributes of an SVG, since the policy forbids style attributes.
const share = (counts: Counts, total: number): string => {
  if (total === 0) return '';
  let x = 0;
  const parts = VERDICTS.filter((name) => counts[name] > 0).map((name) => {
    // A single failure among thousands must still be seen.
    const width = Math.max(6, (counts[name] / total) * 1000);
    const part = `<rect class="${name}" fill="${FILLS[name]}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="8"/>`;
    x += width;
    return part;
  });
  return `<svg class="share" viewBox="0 0 ${x.toFixed(1)} 8" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`;
};

/** The sections of the page in their order, without those that have nothing to say. */
const listSections = (report: Report, arranged: ArrangedReport): Section[] => [
  ...findingSections(report, arranged),
  ...arranged.before.map(noteSection),
  ...clauseSection(report, arranged),
  ...arranged.after.map(noteSection),
  caseSection(report, arranged),
];

const calmMarkup = (text: Text, kind = ''): string => `<p class="calm${kind}">${both(text)}</p>`;

const findingSections = (report: Report, { findings, calm }: ArrangedReport): Section[] => {
  if (calm) return [{ id: 'findings', title: words.findings, body: calmMarkup(calm.text, ` ${calm.state}`) }];
  return findings.map(({ id, title, findings: own, first, isFull }) => {
    const cards = own.map((finding, index) => findingCard(report, finding, first + index, !isFull));
    return { id, title, count: own.length, body: cards.join('\n') };
  });
};

const clauseSection = (report: Report, { groups, findings }: ArrangedReport): Section[] => {
  if (groups.every(({ state }) => state === 'skip')) return [];
  const numbered = findings.flatMap((list) => list.findings);
  // Red is for what a run fails by.
  const toneOf = (clauses: readonly ClauseRow[]): string => {
    const failed = clauses.filter(({ fail }) => fail > 0);
    return failed.length > 0 && failed.every(({ level }) => !isCountedLevel(level, report)) ? ' should' : '';
  };
  const row = (clause: ClauseRow): string => {
    const { id, title, zh, level } = clause;
    const tag = level === 'must' ? '' : ` <span class="tag">${both(words.level[level])}</span>`;
    const name = `<strong>${markup(id)}</strong> <span class="name">${both(textOf(title, zh))}${tag}</span>`;
    const finding = numbered.findIndex((each) => isAbout(each, id)) + 1;
    const told = `${mark(stateOf(clause))} ${name} ${figures(clause, finding)}`;
    return `<li class="clause${toneOf([clause])}" id="${anchorOf(report, clause)}">${told}</li>`;
  };
  const lists = groups.map(({ name, ids, states, rows }) => group(name, states, rows.map(row), toneOf(rows), ids));
  const body = `<div class="groups">${lists.join('\n')}</div>`;
  return [{ id: 'clauses', title: words.clauses, count: report.clauses.length, body }];
};

/** The sign of a verdict; its word stands beside it. */
const mark = (state: Verdict): string => `<span class="mark ${state}" aria-hidden="true">${MARKS[state]}</span>`;

/** A list that is folded, with what it comes to. */
const group = (name: Text, counts: Counts, items: readonly string[], tone = '', ids = ''): string => {
  const about = ids === '' ? '' : ` <span class="ids">${markup(ids)}</span>`;
  const summary = `${mark(stateOf(counts))} <span class="name">${both(name)}</span>${about} ${figures(counts)}`;
  return details(summary, `\n<ul>${items.join('\n')}</ul>\n`, `group${tone}`);
};

/** How many passed, failed …, in words; the failures lead to the finding of that number, where there is one. */
const figures = (counts: Counts, finding = 0): string => {
  const parts = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => {
    const text = `${formatNumber(counts[verdict])} ${both(words.verdict[verdict])}`;
    const isLink = verdict === 'fail' && finding > 0;
    return `<span class="${verdict}">${isLink ? `<a href="#finding-${finding}">${text}</a>` : text}</span>`;
  });
  return `<span class="counts">${parts.join(' ')}</span>`;
};

const noteSection = ({ id, title, items, remarks }: Note): Section => {
  const said = joinTexts(remarks, { en: ' ', zh: '' });
  if (items.length === 0) return { id, title, body: calmMarkup(said) };
  const list = `<ul class="notes">${items.map(noteMarkup).join('\n')}</ul>`;
  const shown = items.length > MOST_NOTES ? details(both(pageWords.show), list) : list;
  const rest = remarks.length > 0 ? `<p class="small">${both(said)}</p>` : '';
  const body = `<div class="sheet">${shown}${rest}</div>`;
  return { id, title, body, ...(items.length > 1 ? { count: items.length } : {}) };
};

const noteMarkup = ({ subject, detail, text }: NoteItem): string => {
  const about = subject.en === '' ? '' : `<strong>${both(subject)}</strong>`;
  const more = detail.en === '' ? '' : ` <span class="small">${both(detail)}</span>`;
  return `<li>${about}${more}${about + more === '' ? '' : '<br>'}${both(text)}</li>`;
};

const caseSection = ({ results }: Report, { counts }: ArrangedReport): Section => {
  const [id, title, count] = ['cases', pageWords.allCases, results.length] as const;
  if (count === 0) return { id, title, body: calmMarkup(pageWords.noCases) };
  const choice = (value: string, name: Text, own: number): string =>
    `<label><input type="radio" name="verdict" value="${value}"${value === '' ? ' checked' : ''}><span>${both(name)} <span class="count">${formatNumber(own)}</span></span></label>`;
  const shown = VERDICTS.filter((name) => counts[name] > 0);
  const choices = shown.map((name) => choice(name, words.verdict[name], counts[name]));
  const groups = [...Map.groupBy(results, ({ operation }) => operation)].map(([operation, own]) =>
    group(textOf(operation), countVerdicts(own), own.map(caseMarkup)),
  );
  const body = `<form class="filter" id="filter" hidden>
<fieldset><legend>${both(pageWords.verdict)}</legend><div class="choices">${choice('', pageWords.all, count)}${choices.join('')}</div></fieldset>
<label class="field"><span>${both(pageWords.search)}</span><input type="search" name="text" autocomplete="off" spellcheck="false"></label>
</form>
<div class="groups" id="case-groups">${groups.join('\n')}</div>
<p class="calm" id="no-match" role="status" hidden>${both(pageWords.noMatch)}</p>`;
  return { id, title, count, body };
};

// Cases that passed are told by id and title alone: they are thousands.
const caseMarkup = ({ verdict, id, title, clauses, expected, received, reason, reasonZh }: CaseResult): string => {
  const told = received === '' ? both(words.noAnswer) : markup(received);
  const answer = `${both(words.expected)} ${markup(expected)}, ${both(words.received)} ${told}`;
  const parts = [markup(clauses.join(', ')), ...(verdict === 'fail' ? [answer] : []), both(textOf(reason, reasonZh))];
  const more = verdict === 'pass' ? '' : `<br><span class="small">${parts.join(' · ')}</span>`;
  return `<li class="${verdict}"><b>${MARKS[verdict]}</b><span><code>${markup(id)}</code> ${markup(title)}${more}</span></li>`;
};
