import type { ClauseRow, Report, Verdict } from '../report.ts';
import { type ArrangedReport, arrangeReport } from './arrange-report.ts';
import { embedCases } from './embed-cases.ts';
import { findingCard } from './html-finding.ts';
import { both, bothTexts, pageText, runText } from './html-inline.ts';
import { script, scriptHash } from './html-script.ts';
import { style, styleHash } from './html-style.ts';
import { pageTexts } from './html-texts.ts';
import { formatDuration, formatNumber, texts } from './texts.ts';

interface Page {
  readonly report: Report;
  readonly arranged: ArrangedReport;
  /** Row anchors by clause id. */
  readonly anchors: ReadonlyMap<string, string>;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  readonly body: string;
}

const VERDICTS: readonly Verdict[] = ['pass', 'fail', 'error', 'skip'];
const MARKS = { pass: '✓', fail: '✗', error: '!', skip: '–' } as const;
const OUTCOME = { conforms: 'pass', deviates: 'fail', unchecked: 'error' } as const;
// More cards than these with everything unfolded would make a page nobody scrolls through.
const MOST_UNFOLDED = 5;

// Nothing but the page's own style and script runs, whatever a server's answer contains.
const POLICY = [
  "default-src 'none'",
  `style-src '${styleHash}'`,
  `script-src '${scriptHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The report as one HTML file that needs nothing else. Everything but the list of cases is markup and
 * reads without JavaScript; the cases are data that the page's script renders in pieces.
 */
export const htmlReport = (report: Report): string => {
  const page: Page = {
    report,
    arranged: arrangeReport(report),
    anchors: new Map(report.clauses.map(({ id }, index) => [id, `clause-${index + 1}`])),
  };
  const sections = [
    clauseSection(page),
    findingSection(page),
    staleSection(page),
    guaranteeSection(page),
    notCheckedSection(page),
    leftBehindSection(page),
    caseSection(page),
  ].filter((section) => section !== undefined);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${runText(`${texts.en.outcome[report.outcome]}: ${report.target}`)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip-link" href="#report">${pageText('skipLink')}</a>
<header class="top"><p>${pageText('title')}</p>
<div class="switches" hidden><button type="button" id="theme">${pageText('theme')}</button><button type="button" id="language">${pageText('language')}</button></div></header>
<main id="report">
${verdict(page)}
<nav aria-label="${pageTexts.sections.en}"><ul>${sections.map(({ id, title, count }) => `<li><a href="#${id}">${title}</a>${number(count)}</li>`).join('')}</ul></nav>
${sections.map(sectionMarkup).join('\n')}
</main>
<script type="application/json" id="data">${embedCases(report, arrangeCurls(page))}</script>
<script>${script}</script>
</body>
</html>
`;
};

const arrangeCurls = ({ arranged }: Page): string[] => arranged.findings.map(({ example }) => example.request.curl);

const number = (count: number | undefined): string =>
  count === undefined ? '' : ` <span class="count">${formatNumber(count)}</span>`;

const sectionMarkup = ({ id, title, count, body }: Section): string =>
  `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}${number(count)}</h2>\n${body}\n</section>`;

const verdict = ({ report, arranged: { counts } }: Page): string => {
  const tone = OUTCOME[report.outcome];
  const total = report.results.length;
  const figures: [string, string, string?][] = [
    [pageText('cases'), formatNumber(total)],
    ...VERDICTS.map((name): [string, string, string] => [
      both((words) => words.verdict[name]),
      formatNumber(counts[name]),
      counts[name] > 0 ? name : 'none',
    ]),
    [pageText('requests'), formatNumber(report.requests)],
    [both((words) => words.duration), formatDuration(report.duration)],
    [both((words) => words.depth), String(report.depth)],
  ];
  return `<div class="verdict ${tone}">
<h1><span class="badge" aria-hidden="true">${MARKS[tone]}</span> ${both((words) => words.outcome[report.outcome])}</h1>
<p class="summary" lang="en">${runText(report.summary)}</p>
<p class="target"><code>${runText(report.target)}</code></p>
${share(counts, total)}
<dl class="figures">${figures.map(([name, value, kind]) => `<div${kind === undefined ? '' : ` class="${kind}"`}><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
<p class="run"><time datetime="${runText(report.startedAt)}">${runText(report.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'))}</time> · ${both((words) => words.seed)} ${report.seed} · ${runText(report.tool)}</p>
</div>`;
};

// Attributes of an SVG, since the policy forbids style attributes.
const share = (counts: Readonly<Record<Verdict, number>>, total: number): string => {
  if (total === 0) return '';
  let x = 0;
  const parts = VERDICTS.filter((name) => counts[name] > 0).map((name) => {
    // A single failure among thousands must still be seen.
    const width = Math.max(6, (counts[name] / total) * 1000);
    const part = `<rect class="${name}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="8"/>`;
    x += width;
    return part;
  });
  return `<svg class="share" viewBox="0 0 ${x.toFixed(1)} 8" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`;
};

const clauseSection = ({ report, arranged, anchors }: Page): Section | undefined => {
  if (report.clauses.every((row) => row.pass + row.fail + row.error + row.skip === 0)) return undefined;
  const links = new Map<string, number>();
  for (const [index, { clause }] of arranged.findings.entries())
    if (clause !== undefined && !links.has(clause)) links.set(clause, index + 1);
  const shown = VERDICTS.filter((name) => name !== 'error' || report.clauses.some(({ error }) => error > 0));
  const figure = (row: ClauseRow, name: Verdict): string => {
    const text = formatNumber(row[name]);
    const link = links.get(row.id);
    if (row[name] === 0) return `<td class="none">0</td>`;
    const unit = `<span class="unit"> ${both((words) => words.verdict[name])}</span>`;
    const shown = text + unit;
    return `<td class="${name}">${name === 'fail' && link !== undefined ? `<a href="#finding-${link}">${shown}</a>` : shown}</td>`;
  };
  const groups = arranged.groups.map(
    ({ place, rows }) => `<tbody>
<tr class="place"><th scope="rowgroup" colspan="${shown.length + 2}" lang="en">${runText(place)}</th></tr>
${rows
  .map((row) => {
    const state = row.fail > 0 ? 'fail' : row.error > 0 ? 'error' : row.pass > 0 ? 'pass' : 'skip';
    const level = row.level === 'should' ? ` <span class="tag">${both((words) => words.level.should)}</span>` : '';
    return `<tr id="${anchors.get(row.id) ?? ''}"><th scope="row"><span class="mark ${state}" aria-hidden="true">${MARKS[state]}</span> ${runText(row.id)}</th><td class="title">${bothTexts({ en: row.title, zh: row.zh })}${level}</td>${shown.map((name) => figure(row, name)).join('')}</tr>`;
  })
  .join('\n')}
</tbody>`,
  );
  return {
    id: 'clauses',
    title: both((words) => words.clauses),
    count: report.clauses.length,
    body: `<div class="sheet"><table class="clauses"><thead><tr><th scope="col" colspan="2">${both((words) => words.clause)}</th>${shown.map((name) => `<th scope="col">${both((words) => words.verdict[name])}</th>`).join('')}</tr></thead>
${groups.join('\n')}</table></div>`,
  };
};

const findingSection = ({ report, arranged: { findings, counts }, anchors }: Page): Section => {
  const title = both((words) => words.findings);
  if (findings.length === 0) {
    const text = both((words) => (counts.pass === 0 ? words.unjudged : words.noFindings));
    return { id: 'findings', title, body: `<p class="calm ${counts.pass === 0 ? 'error' : 'pass'}">${text}</p>` };
  }
  const rows = new Map(report.clauses.map((row) => [row.id, row]));
  const cards = findings.map((finding, index) =>
    findingCard(finding, {
      number: index + 1,
      clause: rows.get(finding.clause ?? ''),
      anchor: anchors.get(finding.clause ?? ''),
      open: findings.length <= MOST_UNFOLDED,
    }),
  );
  return { id: 'findings', title, count: findings.length, body: cards.join('\n') };
};

const staleSection = ({ report: { staleKnown } }: Page): Section | undefined =>
  staleKnown.length === 0
    ? undefined
    : {
        id: 'stale',
        title: both((words) => words.staleKnown),
        count: staleKnown.length,
        body: `<div class="sheet"><p>${both((words) => words.staleRemedy)}</p><ul>${staleKnown
          .map(({ id, reason }) => `<li><code>${runText(id)}</code> <span lang="en">${runText(reason)}</span></li>`)
          .join('')}</ul></div>`,
      };

const guaranteeSection = ({ report: { guarantees } }: Page): Section => ({
  id: 'guarantee',
  title: both((words) => words.guarantee),
  body:
    guarantees.length === 0
      ? `<p class="calm">${both((words) => words.noGuarantee)}</p>`
      : `<div class="sheet guarantees">${guarantees
          .map(
            ({ subject, depth, states, words: count, text, zh }) =>
              `<div><h3><code>${runText(subject)}</code></h3><p>${bothTexts({ en: text, zh })}</p><p class="small">${both((words) => words.guaranteeFigures(depth, states, count))}</p></div>`,
          )
          .join('')}</div>`,
});

const notCheckedSection = ({ report, arranged: { counts } }: Page): Section | undefined => {
  const title = both((words) => words.notChecked);
  if (report.notChecked.length > 0)
    return {
      id: 'not-checked',
      title,
      count: report.notChecked.length,
      body: `<div class="sheet"><ul class="reasons">${report.notChecked
        .map(
          ({ what, why, cases }) =>
            `<li><strong lang="en">${runText(what)}</strong>${cases > 0 ? ` <span class="small">${both((words) => words.cases(cases))}</span>` : ''}<br><span lang="en">${runText(why)}</span></li>`,
        )
        .join('')}</ul></div>`,
    };
  if (report.outcome === 'unchecked' || counts.skip + counts.error > 0) return undefined;
  return { id: 'not-checked', title, body: `<p class="calm">${both((words) => words.allChecked)}</p>` };
};

const leftBehindSection = ({ report: { leftBehind, deleted } }: Page): Section => {
  const removed = deleted > 0 ? ` ${both((words) => words.deleted(deleted))}` : '';
  const title = both((words) => words.leftBehind);
  if (leftBehind.length === 0)
    return { id: 'left-behind', title, body: `<p class="calm">${both((words) => words.nothingLeft)}${removed}</p>` };
  return {
    id: 'left-behind',
    title,
    count: leftBehind.length,
    body: `<div class="sheet"><details${leftBehind.length <= 40 ? ' open' : ''}><summary>${pageText('names')}</summary><ul class="names">${leftBehind
      .map((name) => `<li><code>${runText(name)}</code></li>`)
      .join('')}</ul></details>${removed === '' ? '' : `<p class="small">${removed}</p>`}</div>`,
  };
};

const caseSection = ({ report, arranged: { counts } }: Page): Section => {
  const title = pageText('allCases');
  if (report.results.length === 0) return { id: 'cases', title, body: `<p class="calm">${pageText('noCases')}</p>` };
  const radios = (['all', ...VERDICTS.filter((name) => counts[name] > 0)] as const).map(
    (name) =>
      `<label><input type="radio" name="verdict" value="${name === 'all' ? '' : name}"${name === 'all' ? ' checked' : ''}><span>${name === 'all' ? pageText('all') : both((words) => words.verdict[name])} <span class="count">${formatNumber(name === 'all' ? report.results.length : counts[name])}</span></span></label>`,
  );
  const options = report.clauses.map(({ id }) => `<option>${runText(id)}</option>`);
  return {
    id: 'cases',
    title,
    count: report.results.length,
    body: `<noscript><p class="calm">${pageText('needsScript')}</p></noscript>
<form class="filter" id="filter" hidden>
<fieldset><legend>${pageText('verdict')}</legend><div class="choices">${radios.join('')}</div></fieldset>
<label class="field"><span>${both((words) => words.clause)}</span><select name="clause"><option value="">*</option>${options.join('')}</select></label>
<label class="field wide"><span>${pageText('search')}</span><input type="search" name="text" autocomplete="off" spellcheck="false"></label>
</form>
<p class="small" id="matches" role="status"></p>
<ol class="cases" id="list"></ol>
<button type="button" id="more" hidden></button>`,
  };
};
