import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of this clone. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** README files in English; beside each is a README.zh-CN.md that holds the same examples. */
export const README_FILES: readonly string[] = [
  'README.md',
  'src/server/README.md',
  'src/contract/README.md',
  'mocks/README.md',
  'spec/editions/README.md',
];

/** `README.md`: `README.zh-CN.md` */
export const chineseFile = (file: string): string => file.replace(/\.md$/, '.zh-CN.md');

/** A fenced block. */
export interface Example {
  /** `mocks/README.md:33` */
  readonly place: string;
  /** What stands behind the fence, or nothing. */
  readonly language: string;
  readonly code: string;
  /** The text between the block before, or the heading, and this block. */
  readonly before: string;
}

/** What stands below one heading. */
export interface Section {
  readonly place: string;
  readonly heading: string;
  /** All of it as written. */
  readonly text: string;
  readonly examples: readonly Example[];
}

/** The sections of a Markdown file in the order in which they are read, those without an example too. */
export const readSections = (file: string): Section[] => {
  const sections: { place: string; heading: string; text: string; examples: Example[] }[] = [];
  let open: { place: string; language: string; lines: string[] } | undefined;
  let before: string[] = [];
  for (const [index, line] of readMarkdown(file).split('\n').entries()) {
    const place = `${file}:${index + 1}`;
    const [, fence] = /^ *```(.*)$/.exec(line) ?? [];
    const heading = /^#+ (.+)$/.exec(line)?.[1];
    if (open && fence !== undefined) {
      const { lines, ...block } = open;
      sections.at(-1)?.examples.push({ ...block, code: `${lines.join('\n')}\n`, before: before.join('\n') });
      [open, before] = [undefined, []];
    } else if (open) open.lines.push(line);
    else if (fence !== undefined) open = { place, language: fence, lines: [] };
    else if (heading !== undefined) [before] = [[], sections.push({ place, heading, text: '', examples: [] })];
    else before.push(line);
    const section = sections.at(-1);
    if (section) section.text += `${line}\n`;
  }
  if (open) throw new Error(`Failed to read ${open.place}: its fence is not closed.`);
  return sections;
};

/** The text of a file of this clone. */
export const readMarkdown = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A set-up for a test runner, or tests: test/package runs it with what is packed. */
export const isRecipe = ({ language, code }: Example): boolean =>
  language === 'js' && /from '(?:vitest|@jest\/globals)'/.test(code);
