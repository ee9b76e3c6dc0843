import { displayWidth } from './text-layout.ts';

const WORDS = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/gu;

/**
 * A curl line broken before its options into lines of at most `width` columns, where that is possible.
 * It still is one command: each line but the last ends in a backslash.
 */
export const foldCurl = (curl: string, width: number): string[] => {
  const words = curl.match(WORDS) ?? [];
  // Quoting this cannot read is left alone rather than spoilt.
  if (words.join(' ') !== curl) return [curl];
  const groups: string[] = [];
  for (const word of words) {
    const last = groups.at(-1);
    // "curl -i URL" stays together.
    if (last === undefined || (word.startsWith('-') && last !== 'curl')) groups.push(word);
    else groups.splice(-1, 1, `${last} ${word}`);
  }
  const lines: string[] = [];
  for (const group of groups) {
    const last = lines.pop();
    if (last === undefined) lines.push(group);
    // Room for the indent and the backslash.
    else if (displayWidth(last) + displayWidth(group) + 5 <= width) lines.push(`${last} ${group}`);
    else lines.push(last, group);
  }
  return lines.map((line, index) => `${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`);
};
