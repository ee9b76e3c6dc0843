import { joinTexts, NOTHING, type Text, textOf } from '../../../text/bilingual.ts';
import { formatNumber } from '../../../text/numbers.ts';
import {
  type ArrangedReport,
  countVerdicts,
  isCountedLevel,
  type Note,
  type NoteItem,
  stateOf,
  VERDICTS,
} from '../arrange-report.ts';
import type { CaseResult, ClauseRow, Counts, Report } from '../report.ts';
import { pageWords, words } from '../texts.ts';
import { findingCard } from './html-finding.ts';
import { anchorOf, both, details, MARKS, mark, runText } from './html-markup.ts';

/** A part of the page under a heading. */
export interface HtmlSection {
  readonly id: string;
  readonly title: Text;
  readonly count?: number;
  /** Markup. */
  readonly body: string;
}

// A longer list is folded.
const MOST_NOTES = 20;

/** The sections of the page in their order, without those that have nothing to say. */
export const listSections = (report: Report, arranged: ArrangedReport): HtmlSection[] => [
  ...findingSections(report, arranged),
  ...arranged.before.map(noteSection),
  ...clauseSection(report, arranged),
  ...arranged.after.map(noteSection),
  caseSection(report, arranged),
];

const findingSections = (report: Report, { findings, calm }: ArrangedReport): HtmlSection[] => {
  const { text, state } = calm ?? { text: NOTHING, state: '' };
  const none = { id: 'findings', title: words.findings, body: `<p class="calm ${state}">${both(text)}</p>` };
  const lists = findings.map(({ id, title, findings: own, first, isFull }) => {
    const cards = own.map((finding, index) => findingCard(report, finding, first + index, !isFull));
    return { id, title, count: own.length, body: cards.join('\n') };
  });
  return calm ? [none] : lists;
};

const clauseSection = (report: Report, { groups, findings }: ArrangedReport): HtmlSection[] => {
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
    const name = `<strong>${runText(id)}</strong> <span class="name">${both(textOf(title, zh))}${tag}</span>`;
    const finding = numbered.findIndex((each) => each.clause === id || each.also.some((other) => other.clause === id));
    const told = `${mark(stateOf(clause))} ${name} ${figures(clause, finding + 1)}`;
    return `<li class="clause${toneOf([clause])}" id="${anchorOf(report, clause)}">${told}</li>`;
  };
  const markup = groups.map(({ name, ids, states, rows }) => group(name, states, rows.map(row), toneOf(rows), ids));
  const body = `<div class="groups">${markup.join('\n')}</div>`;
  return [{ id: 'clauses', title: words.clauses, count: report.clauses.length, body }];
};

/** A list that is folded, with what it comes to. */
const group = (name: string, counts: Counts, items: readonly string[], tone = '', ids = ''): string => {
  const about = ids === '' ? '' : ` <span class="ids">${runText(ids)}</span>`;
  const summary = `${mark(stateOf(counts))} <span class="name">${runText(name)}</span>${about} ${figures(counts)}`;
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

const noteSection = ({ id, title, items, remarks }: Note): HtmlSection => {
  const list = `<ul class="notes">${items.map(noteMarkup).join('\n')}</ul>`;
  const shown = items.length > MOST_NOTES ? details(both(pageWords.show), list) : list;
  const said = both(joinTexts(remarks, { en: ' ', zh: '' }));
  const rest = remarks.length > 0 ? `<p class="small">${said}</p>` : '';
  const body = items.length > 0 ? `<div class="sheet">${shown}${rest}</div>` : `<p class="calm">${said}</p>`;
  return { id, title, body, ...(items.length > 1 ? { count: items.length } : {}) };
};

const noteMarkup = ({ subject, detail, text }: NoteItem): string => {
  const about = subject.en === '' ? '' : `<strong>${both(subject)}</strong>`;
  const more = detail.en === '' ? '' : ` <span class="small">${both(detail)}</span>`;
  return `<li>${about}${more}${about + more === '' ? '' : '<br>'}${both(text)}</li>`;
};

const caseSection = ({ results }: Report, { counts }: ArrangedReport): HtmlSection => {
  const [id, title, count] = ['cases', pageWords.allCases, results.length] as const;
  if (count === 0) return { id, title, body: `<p class="calm">${both(pageWords.noCases)}</p>` };
  const choice = (value: string, name: Text, own: number): string =>
    `<label><input type="radio" name="verdict" value="${value}"${value === '' ? ' checked' : ''}><span>${both(name)} <span class="count">${formatNumber(own)}</span></span></label>`;
  const choices = VERDICTS.filter((name) => counts[name] > 0).map((name) =>
    choice(name, words.verdict[name], counts[name]),
  );
  const groups = [...Map.groupBy(results, ({ operation }) => operation)].map(([operation, own]) =>
    group(operation, countVerdicts(own), own.map(caseMarkup)),
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
const caseMarkup = ({ verdict, id, title, clauses, expected, received, reason }: CaseResult): string => {
  const told = received === '' ? both(words.noAnswer) : runText(received);
  const answer = `${both(words.expected)} ${runText(expected)}, ${both(words.received)} ${told}`;
  const parts = [runText(clauses.join(', ')), ...(verdict === 'fail' ? [answer] : []), runText(reason)];
  const more = verdict === 'pass' ? '' : `<br><span class="small">${parts.join(' · ')}</span>`;
  return `<li class="${verdict}"><b>${MARKS[verdict]}</b><span><code>${runText(id)}</code> ${runText(title)}${more}</span></li>`;
};
