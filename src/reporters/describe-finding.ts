import type { Example, Finding } from '../contract/diagnose/finding.ts';
import type { ReceivedResponse } from '../http/received-response.ts';
import { countOf, fill, inBoth, joinSome, NOTHING, type Text, textOf } from '../text/bilingual.ts';
import { plainLetters, shortenText } from '../text/visible-text.ts';
import { words } from './texts.ts';

/** A fact of a finding: its name, a key of the words, and what is said. It is not yet made visible. */
export type FindingRow = readonly [
  name: 'sent' | 'neighbour' | 'expected' | 'received' | 'answer' | 'also' | 'again' | 'known',
  text: Text,
];

/** What was sent, in a few words: the value at stake, or, where the request is about none, method and path. */
export const sentText = ({ value, request }: Example): string =>
  value === '' ? `${request.method} ${request.url.replace(/^[a-z]+:\/\/[^/]*/i, '')}` : plainLetters(value);

/** What the request lacks: `, without is_public`. */
export const withoutText = ({ without, value }: Example): Text =>
  value === '' && without.length > 0 ? fill(words.without, { names: without.join(', ') }) : NOTHING;

/** The status of an answer. */
export const statusText = (response: ReceivedResponse | undefined): Text =>
  response ? textOf(String(response.status)) : words.noAnswer;

/** Why a finding is accepted. */
export const knownText = ({ known }: Finding): string => [known?.reason, known?.link].filter(Boolean).join(' ');

/** By how many cases a finding is shown. */
export const shownBy = ({ cases }: Finding): Text => fill(words.shownBy, { cases: countOf(cases.length, words.case) });

/** What was sent and how it was answered: `"a___b" → 201`. */
export const answeredText = (example: Example, most: number): Text => {
  const { text, length } = shortenText(sentText(example), example.value === '' ? 2 * most : most);
  return inBoth((say) => {
    const size = length > most ? ` (${say(countOf(length, words.character))})` : '';
    const sent = example.value === '' ? `${text}${say(withoutText(example))}` : `"${text}"${size}`;
    return `${sent} → ${say(statusText(example.response))}`;
  });
};

/** The first line of an answer's body that says something, with what was done to the body in brackets. */
const bodyLine = (response: ReceivedResponse | undefined, most: number): string => {
  const line = response?.body.match(/\S[^\r\n]*/)?.[0] ?? '';
  const note = response?.note === undefined ? '' : ` (${response.note})`;
  return shortenText(line, Math.max(20, most - note.length)).text + note;
};

/** What became of the request when it was sent again, unless it was the same. */
const againText = ({ reproduced, example, secondResponse }: Finding): Text => {
  if (reproduced !== 'flaky') return reproduced === 'yes' ? NOTHING : words.notReproduced;
  const [first, second] = [statusText(example.response), statusText(secondResponse)];
  return fill(words.answeredOtherwise, { first, second });
};

/** What a request without a value at stake says, whatever the names in it; another for each with a value. */
const readsAlike = (example: Example): unknown =>
  example.value === '' ? `${sentText(example).replaceAll(/\w{4,}/g, '')} ${example.without.join()}` : example;

/** The facts of a finding, with so many characters of a value, of an answer's body, and other places at most. */
export const findingRows = (finding: Finding, value = 80, body = 200, places = 6): FindingRow[] => {
  const { example, neighbour, expected, received } = finding;
  const also = finding.also.map(({ operation, clause }) => `${operation} (${clause})`);
  const sent = answeredText(example, value);
  const other = neighbour ? answeredText(neighbour, value) : NOTHING;
  const isSame = neighbour !== undefined && readsAlike(example) === readsAlike(neighbour);
  const rows: FindingRow[] = [
    ['sent', sent],
    // Requests told by method and path may read alike: that would say nothing.
    ['neighbour', isSame ? NOTHING : other],
    ['expected', textOf(expected)],
    ['received', received === '' ? words.noAnswer : textOf(received)],
    ['answer', textOf(bodyLine(example.response, body))],
    ['also', joinSome(also, places)],
    ['again', againText(finding)],
    ['known', textOf(knownText(finding))],
  ];
  return rows.filter(([, { en }]) => en !== '');
};
