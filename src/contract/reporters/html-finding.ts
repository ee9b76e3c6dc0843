import type { ClauseRow, Example, Finding, ReceivedResponse, SentRequest } from '../report.ts';
import { foldCurl } from './fold-curl.ts';
import { both, bothTexts, pageText, runText, valueCode } from './html-inline.ts';
import type { pageTexts } from './html-texts.ts';
import type { Texts } from './texts.ts';

/** What a card says about its clause. */
export interface FindingContext {
  /** From 1; the card's anchor is `finding-1`. */
  readonly number: number;
  readonly clause: ClauseRow | undefined;
  /** Anchor of the clause's row. */
  readonly anchor: string | undefined;
  /** Whether the exchange is shown at once. */
  readonly open: boolean;
}

/** One finding as a card of the HTML report. */
export const findingCard = (finding: Finding, { number, clause, anchor, open }: FindingContext): string => {
  const { example, neighbour } = finding;
  const tone = finding.known ? 'known' : finding.level === 'should' ? 'should' : 'fail';
  const rule = clause ? `<p class="rule">${bothTexts({ en: clause.title, zh: clause.zh })}</p>` : '';
  return `<article class="finding ${tone}" id="finding-${number}" aria-labelledby="finding-${number}-title">
<p class="tags">${tags(finding, anchor)}</p>
<h3 id="finding-${number}-title" lang="en">${runText(finding.title)}</h3>
${rule}
<dl class="facts">
${fact((words) => words.sent, exchange(example, 'bad'))}
${neighbour ? fact((words) => words.neighbour, exchange(neighbour, 'good')) : ''}
${fact((words) => words.expected, `<span lang="en">${runText(finding.expected)}</span>`)}
${fact((words) => words.received, `<span lang="en">${runText(finding.received)}</span>`)}
${finding.known ? fact((words) => words.known, knownText(finding.known)) : ''}
</dl>
${remark(finding)}
<div class="curl"><div class="curl-head"><h4>${pageText('curl')}</h4><button type="button" class="copy" data-curl="${number - 1}">${pageText('copy')}</button></div>
<pre tabindex="0"><code>${runText(
    example.request.curl
      .split('\n')
      .flatMap((one) => foldCurl(one, 100))
      .join('\n'),
    'block',
  )}</code></pre></div>
<details${open ? ' open' : ''}><summary>${pageText('requestAnswer')}</summary>
<div class="exchange">
${panel('request', requestText(example.request))}
${panel('response', responseText(example.response))}
${finding.reproduced === 'flaky' ? panel('secondResponse', responseText(finding.secondResponse)) : ''}
</div></details>
${neighbour ? neighbourDetails(neighbour) : ''}
<details><summary>${both((words) => words.shownBy(finding.cases.length))}</summary>
<p class="ids"><code>${runText(finding.id)}</code></p>
<ul class="names">${finding.cases.map((id) => `<li><code>${runText(id)}</code></li>`).join('')}</ul></details>
</article>`;
};

const neighbourDetails = ({ request, response }: Example): string =>
  `<details><summary>${pageText('neighbourAnswer')}</summary>
<div class="exchange">
${panel('request', requestText(request))}
${panel('response', responseText(response))}
</div></details>`;

const tags = (finding: Finding, anchor: string | undefined): string => {
  const clause = finding.clause ?? finding.operation;
  const link = anchor === undefined ? runText(clause) : `<a href="#${anchor}">${runText(clause)}</a>`;
  return [
    `<span class="tag id">${link}</span>`,
    `<span class="tag tone">${both((words) => words.direction[finding.direction])}</span>`,
    `<span class="tag">${both((words) => words.level[finding.level])}</span>`,
    ...(finding.reproduced === 'flaky' ? [`<span class="tag warn">${both((words) => words.flaky)}</span>`] : []),
    ...(finding.known ? [`<span class="tag">${both((words) => words.known)}</span>`] : []),
  ].join(' ');
};

const fact = (name: (words: Texts) => string, value: string): string =>
  `<div><dt>${both(name)}</dt><dd>${value}</dd></div>`;

const exchange = ({ value, response }: Example, mark: 'good' | 'bad'): string =>
  `<span class="mark ${mark}" aria-hidden="true">${mark === 'good' ? '✓' : '✗'}</span> ${valueCode(value)} <span class="arrow">→ ${status(response)}</span>`;

const status = (response: ReceivedResponse | undefined): string =>
  response ? `<strong>${response.status}</strong>` : `<strong>${both((words) => words.noAnswer)}</strong>`;

const knownText = ({ reason, link }: NonNullable<Finding['known']>): string => {
  const text = `<span lang="en">${runText(reason)}</span>`;
  if (link === undefined) return text;
  // A list of accepted deviations is a file of the user's, yet no other scheme belongs in a link.
  return /^https?:\/\//i.test(link)
    ? `${text} <a href="${runText(link)}" rel="noopener noreferrer">${runText(link)}</a>`
    : `${text} ${runText(link)}`;
};

const remark = ({ reproduced, example, secondResponse }: Finding): string => {
  if (reproduced === 'yes') return '';
  const text = both((words) => {
    if (reproduced === 'not tried') return words.notReproduced;
    const [first, second] = [example.response, secondResponse].map((answer) =>
      answer ? String(answer.status) : words.noAnswer,
    );
    return words.flakyExplained(first ?? '', second ?? '');
  });
  return `<p class="remark">${text}</p>`;
};

const panel = (name: keyof typeof pageTexts, text: string): string =>
  `<section><h4>${pageText(name)}</h4><pre tabindex="0"><code>${text}</code></pre></section>`;

const requestText = ({ method, url, headers, body }: SentRequest): string => message(`${method} ${url}`, headers, body);

const responseText = (response: ReceivedResponse | undefined): string =>
  response ? message(`HTTP ${response.status}`, response.headers, response.body) : both((words) => words.noAnswer);

const message = (start: string, headers: Readonly<Record<string, string>>, body: string): string =>
  [
    `<b>${runText(start)}</b>`,
    ...Object.entries(headers).map(([name, value]) => `${runText(name)}: ${runText(value)}`),
    '',
    body === '' ? `<i>(${pageText('body')})</i>` : runText(body, 'block'),
  ].join('\n');
