import type { Example, Finding } from '../contract/diagnose/finding.ts';
import { toneOf } from '../contract/report/count-findings.ts';
import type { ClauseRow, Report } from '../contract/report/report.ts';
import { countOf, type Text, textOf } from '../text/bilingual.ts';
import { foldCurl } from '../text/fold-curl.ts';
import { both, details, markup } from '../text/markup.ts';
import { shortenText } from '../text/visible-text.ts';
import { escapeMarkup } from '../text/xml.ts';
import { type FindingRow, findingRows, sentText, shownBy, statusText, withoutText } from './describe-finding.ts';
import { pageWords, words } from './texts.ts';

// Of a value; longer ones show both ends.
const LONGEST_VALUE = 60;

/** Where a clause's row is. */
export const anchorOf = ({ clauses }: Report, clause: ClauseRow): string => `clause-${clauses.indexOf(clause) + 1}`;

/** One finding as a card of the HTML report; of a folded one only the title is shown at first. */
export const findingCard = (report: Report, finding: Finding, number: number, folded: boolean): string => {
  const { direction, level, reproduced, known } = finding;
  const clause = report.clauses.find(({ id }) => id === finding.clause);
  // A summary is a button: it holds no link.
  const link = clause && !folded ? `<a href="#${anchorOf(report, clause)}">${markup(clause.id)}</a>` : undefined;
  const tags = [
    tag(link ?? markup(finding.clause), ' id'),
    tag(both(words.direction[direction]), ' tone'),
    tag(both(words.level[level])),
    ...(reproduced === 'flaky' ? [tag(both(words.flaky), ' warn')] : []),
    ...(known ? [tag(both(words.known))] : []),
  ].join(' ');
  const title = `<h3 id="finding-${number}-title">${both(textOf(finding.title, finding.titleZh))}</h3>`;
  const head = `<span class="tags">${tags}</span>\n${title}`;
  // Most titles say it.
  const isSaid = !clause || finding.title.includes(clause.title);
  const rule = isSaid ? '' : `<p class="rule">${both(textOf(clause.title, clause.zh))}</p>`;
  const body = `${rule}\n${cardBody(finding)}`;
  return `<article class="finding ${toneOf(finding, report)}" id="finding-${number}" aria-labelledby="finding-${number}-title">
${folded ? details(head, body, 'fold') : `${head}\n${body}`}
</article>`;
};

const tag = (inside: string, kind = ''): string => `<span class="tag${kind}">${inside}</span>`;

const cardBody = (finding: Finding): string => {
  const { example, neighbour, reproduced, secondResponse, id, cases } = finding;
  const rows = findingRows(finding, LONGEST_VALUE, 200, 40);
  const facts = rows.filter(([name]) => name !== 'again').map((row) => factMarkup(finding, row));
  const again = rows.flatMap(([name, text]) => (name === 'again' ? `<p class="remark">${both(text)}</p>` : []));
  const { curl } = example.request;
  const folded = curl.split('\n').flatMap((one) => foldCurl(one, 100));
  const panels = [
    panel(pageWords.request, requestText(example)),
    panel(pageWords.response, responseText(example)),
    reproduced === 'flaky' ? panel(pageWords.secondResponse, responseText({ response: secondResponse })) : '',
    neighbour ? panel(pageWords.neighbourRequest, requestText(neighbour)) : '',
    neighbour ? panel(pageWords.neighbourResponse, responseText(neighbour)) : '',
  ];
  const names = cases.map((each) => `<li><code>${markup(each)}</code></li>`).join('');
  return `<dl class="facts">
${facts.join('\n')}
</dl>
${again.join('')}
<div class="curl"><div class="curl-head"><h4>${both(pageWords.curl)}</h4><button type="button" class="copy" data-curl="${escapeMarkup(JSON.stringify(curl))}" hidden>${both(pageWords.copy)}</button></div>
<pre tabindex="0"><code>${markup(folded.join('\n'), 'block')}</code></pre></div>
${details(both(pageWords.exchange), `<div class="exchange">${panels.join('\n')}</div>`)}
${details(both(shownBy(finding)), `<p class="ids"><code>${markup(id)}</code></p><ul class="names">${names}</ul>`)}`;
};

const factMarkup = ({ example, neighbour, known }: Finding, [name, text]: FindingRow): string => {
  const values: Partial<Record<FindingRow[0], string | undefined>> = {
    sent: exchange(example, 'bad', '✗'),
    neighbour: neighbour && exchange(neighbour, 'good', '✓'),
    answer: `<code>${both(text)}</code>`,
    known: known && `${markup(known.reason)} ${linkMarkup(known.link ?? '')}`,
  };
  const value = values[name] ?? both(text);
  return `<div><dt>${both(words[name])}</dt><dd${text.en === text.zh ? ' lang="en"' : ''}>${value}</dd></div>`;
};

const exchange = (example: Example, kind: 'good' | 'bad', mark: string): string => {
  const { text, length } = shortenText(sentText(example), LONGEST_VALUE);
  const size = length > LONGEST_VALUE ? ` <small>${both(countOf(length, words.character))}</small>` : '';
  const value = `<code class="value">${markup(text)}</code>${both(withoutText(example))}${size}`;
  const status = `<span class="arrow">→ <strong>${both(statusText(example.response))}</strong></span>`;
  return `<span class="mark ${kind}" aria-hidden="true">${mark}</span> ${value} ${status}`;
};

// A list of accepted deviations is a file of the user's, yet no other scheme belongs in a link.
const linkMarkup = (link: string): string =>
  /^https?:\/\//i.test(link) ? `<a href="${markup(link)}" rel="noopener noreferrer">${markup(link)}</a>` : markup(link);

const panel = (title: Text, text: string): string =>
  `<section><h4>${both(title)}</h4><pre tabindex="0"><code>${text}</code></pre></section>`;

const requestText = ({ request: { method, url, headers, body } }: Example): string =>
  message(`${method} ${url}`, headers, body);

const responseText = ({ response }: Pick<Example, 'response'>): string => {
  if (!response) return both(words.noAnswer);
  const { status, headers, body, note } = response;
  return message(`HTTP ${status}`, headers, body) + (note === undefined ? '' : `\n<i>(${markup(note)})</i>`);
};

const message = (start: string, headers: Readonly<Record<string, string>>, body: string): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${markup(name)}: ${markup(value)}`);
  const content = body === '' ? `<i>(${both(pageWords.noBody)})</i>` : markup(body, 'block');
  return [`<b>${markup(start)}</b>`, ...lines, '', content].join('\n');
};
