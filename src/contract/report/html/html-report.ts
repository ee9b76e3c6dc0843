import { joinTexts, type Text, textOf } from '../../../text/bilingual.ts';
import { formatNumber } from '../../../text/numbers.ts';
import { arrangeReport, sayTotals, VERDICTS } from '../arrange-report.ts';
import type { Counts, Report } from '../report.ts';
import { pageWords, words } from '../texts.ts';
import { both, MARKS, runText } from './html-markup.ts';
import { script, scriptHash } from './html-script.ts';
import { type HtmlSection, listSections } from './html-sections.ts';
import { style, styleHash } from './html-style.ts';

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
<title>${runText(`${words.outcome[report.outcome].en}: ${report.target}`)}</title>
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

const sectionMarkup = ({ id, title, count, body }: HtmlSection): string =>
  `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${both(title)}${number(count)}</h2>\n${body}\n</section>`;

const verdict = (report: Report, counts: Counts): string => {
  const { outcome, startedAt, results } = report;
  const tone = OUTCOME[outcome];
  const figure = (name: Text, count: number, kind: string): string =>
    `<div class="${kind}"><dt>${both(name)}</dt><dd>${formatNumber(count)}</dd></div>`;
  const figures = VERDICTS.map((name) => figure(words.verdict[name], counts[name], counts[name] > 0 ? name : 'none'));
  const time = runText(startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'));
  return `<div class="verdict ${tone}">
<h1><span class="badge" aria-hidden="true">${MARKS[tone]}</span> ${both(words.outcome[outcome])}</h1>
<p class="summary">${both(textOf(report.summary, report.summaryZh))}</p>
<p class="target"><code>${runText(report.target)}</code></p>
${share(counts, results.length)}
<dl class="figures">${figure(pageWords.cases, results.length, 'all')}${figures.join('')}</dl>
<p class="run"><time datetime="${runText(startedAt)}">${time}</time> · ${both(joinTexts(sayTotals(report).slice(1), textOf(' · ')))}</p>
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
