import { countOf, type Text, textOf } from '../../../text/bilingual.ts';
import { foldCurl } from '../../../text/fold-curl.ts';
import { shortenText } from '../../../text/visible-text.ts';
import { escapeMarkup } from '../../../text/xml.ts';
import type { Example, Finding, SentRequest } from '../../diagnose/finding.ts';
import type { ReceivedResponse } from '../../run/transport.ts';
import { isCountedLevel } from '../arrange-report.ts';
import { type FindingRow, findingRows, sentText, shownBy, statusText } from '../describe-finding.ts';
import type { Report } from '../report.ts';
import { pageWords, words } from '../texts.ts';
import { anchorOf, both, details, runText } from './html-markup.ts';

// Of a value; longer ones show both ends.
const LONGEST_VALUE = 60;

/** One finding as a card of the HTML report; of a folded one only the title is shown at first. */
export const findingCard = (report: Report, finding: Finding, number: number, folded: boolean): string => {
  const tone = finding.known ? 'known' : isCountedLevel(finding.level, report) ? 'fail' : 'should';
  const clause = report.clauses.find(({ id }) => id === finding.clause);
  // A summary is a button: it holds no link.
  const link = clause && !folded ? `<a href="#${anchorOf(report, clause)}">${runText(clause.id)}</a>` : undefined;
  const title = `<h3 id="finding-${number}-title">${both(textOf(finding.title, finding.titleZh))}</h3>`;
  const head = `<span class="tags">${tags(finding, link)}</span>\n${title}`;
  // Most titles say it.
  const isSaid = !clause || finding.title.includes(clause.title);
  const rule = isSaid ? '' : `<p class="rule">${both(textOf(clause.title, clause.zh))}</p>`;
  const body = `${rule}\n${cardBody(finding)}`;
  return `<article class="finding ${tone}" id="finding-${number}" aria-labelledby="finding-${number}-title">
${folded ? details(head, body, 'fold') : `${head}\n${body}`}
</article>`;
};

const cardBody = (finding: Finding): string => {
  const { example, neighbour, reproduced, secondResponse, id, cases } = finding;
  const rows = findingRows(finding, LONGEST_VALUE, 200, 40);
  const facts = rows.filter(([name]) => name !== 'again').map((row) => factMarkup(finding, row));
  const again = rows.flatMap(([name, text]) => (name === 'again' ? `<p class="remark">${both(text)}</p>` : []));
  const { curl } = example.request;
  const folded = curl.split('\n').flatMap((one) => foldCurl(one, 100));
  const panels = [
    panel(pageWords.request, requestText(example.request)),
    panel(pageWords.response, responseText(example.response)),
    reproduced === 'flaky' ? panel(pageWords.secondResponse, responseText(secondResponse)) : '',
    neighbour ? panel(pageWords.neighbourRequest, requestText(neighbour.request)) : '',
    neighbour ? panel(pageWords.neighbourResponse, responseText(neighbour.response)) : '',
  ];
  const names = cases.map((each) => `<li><code>${runText(each)}</code></li>`).join('');
  return `<dl class="facts">
${facts.join('\n')}
</dl>
${again.join('')}
<div class="curl"><div class="curl-head"><h4>${both(pageWords.curl)}</h4><button type="button" class="copy" data-curl="${escapeMarkup(JSON.stringify(curl))}" hidden>${both(pageWords.copy)}</button></div>
<pre tabindex="0"><code>${runText(folded.join('\n'), 'block')}</code></pre></div>
${details(both(pageWords.exchange), `<div class="exchange">${panels.join('\n')}</div>`)}
${details(both(shownBy(finding)), `<p class="ids"><code>${runText(id)}</code></p><ul class="names">${names}</ul>`)}`;
};

const tags = ({ clause, direction, level, reproduced, known }: Finding, link: string | undefined): string => {
  const tag = (text: Text, kind = ''): string => `<span class="tag${kind}">${both(text)}</span>`;
  return [
    `<span class="tag id">${link ?? runText(clause)}</span>`,
    tag(words.direction[direction], ' tone'),
    tag(words.level[level]),
    ...(reproduced === 'flaky' ? [tag(words.flaky, ' warn')] : []),
    ...(known ? [tag(words.known)] : []),
  ].join(' ');
};

const factMarkup = ({ example, neighbour, known }: Finding, [name, text]: FindingRow): string => {
  const markup = {
    sent: () => exchange(example, 'bad'),
    neighbour: () => exchange(neighbour ?? example, 'good'),
    answer: () => `<code>${both(text)}</code>`,
    known: () => knownMarkup(known?.reason ?? '', known?.link ?? ''),
  };
  const value = name in markup ? markup[name as keyof typeof markup]() : both(text);
  return `<div><dt>${both(words[name])}</dt><dd${text.en === text.zh ? ' lang="en"' : ''}>${value}</dd></div>`;
};

const exchange = (example: Example, kind: 'good' | 'bad'): string => {
  const { text, length } = shortenText(sentText(example), LONGEST_VALUE);
  const size = length > LONGEST_VALUE ? ` <small>${both(countOf(length, words.character))}</small>` : '';
  const value = `<code class="value">${runText(text)}</code>${size}`;
  const status = `<span class="arrow">→ <strong>${both(statusText(example.response))}</strong></span>`;
  return `<span class="mark ${kind}" aria-hidden="true">${kind === 'good' ? '✓' : '✗'}</span> ${value} ${status}`;
};

const knownMarkup = (reason: string, link: string): string => {
  // A list of accepted deviations is a file of the user's, yet no other scheme belongs in a link.
  const isLink = /^https?:\/\//i.test(link);
  const target = runText(link);
  return `${runText(reason)} ${isLink ? `<a href="${target}" rel="noopener noreferrer">${target}</a>` : target}`;
};

const panel = (title: Text, text: string): string =>
  `<section><h4>${both(title)}</h4><pre tabindex="0"><code>${text}</code></pre></section>`;

const requestText = ({ method, url, headers, body }: SentRequest): string => message(`${method} ${url}`, headers, body);

const responseText = (response: ReceivedResponse | undefined): string => {
  if (!response) return both(words.noAnswer);
  const { status, headers, body, note } = response;
  return message(`HTTP ${status}`, headers, body) + (note === undefined ? '' : `\n<i>(${runText(note)})</i>`);
};

const message = (start: string, headers: Readonly<Record<string, string>>, body: string): string =>
  [
    `<b>${runText(start)}</b>`,
    ...Object.entries(headers).map(([name, value]) => `${runText(name)}: ${runText(value)}`),
    '',
    body === '' ? `<i>(${both(pageWords.noBody)})</i>` : runText(body, 'block'),
  ].join('\n');
