import type { Report } from '../report.ts';
import { pageTexts } from './html-texts.ts';
import { texts } from './texts.ts';
import { visibleText } from './visible-text.ts';

const VERDICTS = ['pass', 'fail', 'error', 'skip'] as const;

/**
 * The data of the page's script as JSON that no content can end early. Each text stands in it once,
 * since thousands of cases share their reasons.
 */
export const embedCases = (report: Report, curls: readonly string[]): string => {
  const places = new Map<string, number>();
  const intern = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const cases = report.results.map((result) => [
    VERDICTS.indexOf(result.verdict),
    intern(result.id),
    intern(result.title),
    intern(result.operation),
    intern(result.family),
    intern(result.clauses.join(' ')),
    intern(result.level),
    intern(result.expected),
    intern(result.received),
    intern(result.reason),
  ]);
  const word = (pick: (words: typeof texts.en) => string): { en: string; zh: string } => ({
    en: pick(texts.en),
    zh: pick(texts.zh),
  });
  const data = {
    verdicts: VERDICTS,
    strings: Array.from(places.keys(), (text) => visibleText(text)),
    cases,
    curls,
    texts: {
      ...pageTexts,
      expected: word((words) => words.expected),
      received: word((words) => words.received),
      clause: word((words) => words.clause),
      pass: word((words) => words.verdict.pass),
      fail: word((words) => words.verdict.fail),
      error: word((words) => words.verdict.error),
      skip: word((words) => words.verdict.skip),
    },
  };
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};
