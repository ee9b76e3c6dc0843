import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAst } from 'rolldown/parseAst';
import { expect } from 'vitest';
import { parse } from 'yaml';

import manifest from '../../package.json' with { type: 'json' };
import { createMockLog } from '../../src/cli/mock/mock-log.ts';
import { verifyCommand } from '../../src/cli/verify/verify.ts';
import type { RunningMock } from '../cli/mock/run-mock-here.ts';
import { runCommandHere } from '../cli/run-cli.ts';
import { exportedNames, importedNames } from './module-names.ts';
import { type Example, isRecipe, type Section } from './read-examples.ts';
import { DIFFERS, runNotedCommand } from './run-noted-command.ts';
import { runShell } from './run-shell.ts';

/** Who reads a section and does what it says. */
export interface Reader {
  readonly section: Section;
  /** Where the reader is. */
  readonly folder: string;
  /** The server that the reader has started. */
  readonly fake: RunningMock;
  /** One more server, until the section has been read. */
  readonly start: (...args: readonly string[]) => Promise<RunningMock>;
  /** The example that stands in place of this one in the Chinese file. */
  readonly inChinese: (code: string) => string;
  /** The last lines that were run, and what they printed. */
  last?: { readonly code: string; readonly stdout: string };
}

/** How a kind of example is run. It throws where the example is wrong. */
interface Way {
  readonly claims: (example: Example) => boolean;
  readonly run: (example: Example, reader: Reader) => Promise<void> | void;
}

const SERVER = 'http://127.0.0.1:30303';

const readYaml = ({ language, code }: Example): object => (language === 'yaml' ? (parse(code) as object) : {});
const overlayOf = ({ examples }: Section): string | undefined =>
  examples.some((example) => 'overlay' in readYaml(example))
    ? examples.map(({ code }) => /--overlay (\S+)/.exec(code)?.[1]).find(Boolean)
    : undefined;

const write = (folder: string, name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Runs lines of a shell, and returns what they print. */
const runLines = async (code: string, reader: Reader, given: Record<string, string> = {}): Promise<string> => {
  const { fake, folder, section, start } = reader;
  const edition = /--edition ([\w-]+)/.exec(code)?.[1];
  const overlay = overlayOf(section);
  const target = await start(
    ...(edition ? ['--edition', edition] : []),
    ...(overlay ? ['--overlay', overlay] : []),
    // Where differences are written there must be one.
    ...(code.includes('--write-overlay') ? ['--overlay', write(folder, 'differs.yaml', DIFFERS)] : []),
  );
  const urls = { TARGET_URL: target.origin, URL: target.origin };
  const environment = { ...urls, TOKEN: 'demo', AK: 'key', SK: 'secret', ...given };
  write(folder, 'token.txt', 'demo\n');
  const said = code.includes('| jq ') ? await requestLine(fake) : '';
  const { stdout, commands } = await runShell(code.replaceAll(SERVER, fake.origin), folder, environment, said);
  for (const command of commands) await runNotedCommand(command, target.origin);
  return stdout;
};

/** A line of the log for a request. */
const requestLine = async ({ origin, exchanges }: RunningMock): Promise<string> => {
  await fetch(`${origin}/v2/manage/repos?filter=center::self`, { headers: { authorization: 'Bearer demo' } });
  const lines: string[] = [];
  const stdout = { writableLength: 0, write: (text: string) => lines.push(text) > 0 } as NodeJS.Process['stdout'];
  const log = createMockLog('json', '*', { stdout, stderr: process.stderr });
  const exchange = exchanges.at(-1);
  if (exchange) log.add(exchange);
  log.flush();
  return lines.join('');
};

/** Lines that a comment shows of the output: `# "target": "…"`. */
const shownIn = (code: string): string[] => [...code.matchAll(/^# (".*)$/gm)].map(([, line = '']) => line);

/** Two files with the mistakes that the text shows. */
const BROKEN_PETS = `openapi: 3.1.0
info: { title: pets, version: "1" }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: pet, in: path, required: true, schema: { type: integer } }
      responses:
        "200":
          description: A pet.
          content: { application/json: { schema: { $ref: schemas/pet.yaml } } }
`;
const BROKEN_PET = `type: object
required: [nmae]
properties:
  name: { type: string, maxLenght: 9, example: Rex }
`;

/** A server that lacks the clause which the report of the README is about. */
const WITHOUT_R4 = `
overlay: 1.1.0
info: { title: without R4, version: "1" }
actions:
  - { target: "$.components.schemas.RepositoryName.allOf[?@['x-clause'].id == 'R4']", remove: true }
  - { target: $.components.schemas.RepositoryName.pattern, remove: true }
`;

/** What is printed of a check of that server. */
const verifyWithoutR4 = async ({ folder, start }: Reader, ...args: readonly string[]) => {
  const overlay = write(folder, 'without-r4.yaml', WITHOUT_R4);
  const { origin } = await start('--overlay', overlay);
  const operation = ['--operation', 'createRepository', '--only', 'R4'];
  const { code, stdout } = await runCommandHere(verifyCommand(), [
    ...['--target', origin, '--token', 'demo'],
    ...operation,
    ...args,
  ]);
  return { code, stdout: stdout.replaceAll(origin, SERVER) };
};

/** Letters of names are fresh in each run. */
const withoutNames = (text: string): string =>
  text
    .replace(/(?<=namespaces\/)[a-z]+/g, 'NAME')
    .replace(/\b[a-z]+(?=__)|(?<=__)[a-z]+/g, 'X')
    .replace(/^ +| +$/gm, '');

const isFragment = (code: string): boolean => /^['"]?\w+['"]?: /.test(code);

/** Ways to run an example. Each example is claimed by one of them. */
export const WAYS: Readonly<Record<string, Way>> = {
  'lines of a shell': {
    claims: ({ language }) => language === 'sh',
    run: async ({ code }, reader) => {
      const { exchanges } = reader.fake;
      const before = exchanges.length;
      const stdout = await runLines(code, reader);
      reader.last = { code, stdout };
      const shown = shownIn(code);
      for (const line of shown) expect(stdout).toContain(line);
      if (code.includes('| jq '))
        expect(JSON.parse(stdout)).toEqual([200, 'GET', '/v2/manage/repos?filter=center::self']);
      // What shows its output may be refused.
      const refused = exchanges
        .slice(before)
        .filter(({ handled: { answer } }) => shown.length === 0 && answer.status >= 400);
      expect(refused.map(({ request, handled }) => [request.target, handled.answer.status])).toEqual([]);
    },
  },
  'the answer to the lines before': {
    claims: ({ language, code }) => language === '' && code.startsWith('HTTP/1.1 '),
    run: async ({ code }, reader) => {
      expect(reader.last?.stdout).toMatch(new RegExp(`^${code.trim()}\r\n`));
      const again = / `(\d{3} [\w ]+)`/.exec(reader.section.text.split(code).at(-1) ?? '')?.[1];
      expect(await runLines(reader.last?.code ?? '', reader)).toMatch(new RegExp(`^HTTP/1.1 ${again}\r\n`));
    },
  },
  'the answer to the lines before, changed as the text says': {
    claims: ({ language, code }) => language === 'json' && code.startsWith('{'),
    run: async ({ code, before }, reader) => {
      const [, option = '', name = ''] = /`(-F (\w+)=[^`]+)`/.exec(before) ?? [];
      const lines = reader.last?.code.replace(new RegExp(`-F ${name}=\\S+`), option) ?? '';
      expect(lines).not.toBe(reader.last?.code);
      const answerTo = async (request: string): Promise<unknown> =>
        JSON.parse((await runLines(request, reader)).split('\r\n\r\n')[1] ?? '');
      expect(await answerTo(lines)).toEqual(JSON.parse(code));
      const inChinese = lines.replace('-H ', '-H "Accept-Language: zh" -H ');
      expect(await answerTo(inChinese)).toEqual(JSON.parse(reader.inChinese(code)));
    },
  },
  'part of an entry of the journal': {
    claims: ({ language, code }) => language === 'json' && isFragment(code),
    run: async ({ code }, { start }) => {
      const { origin } = await start('--records', '200', '--auth', 'off');
      await (await fetch(`${origin}/v2/manage/repos?filter=center::self`)).text();
      const requests = (await (await fetch(`${origin}/__mock/requests`)).json()) as object[];
      const shown = JSON.parse(`{${code}}`) as { cut: object[] };
      const [cut] = shown.cut;
      expect(requests.at(0)).toMatchObject({ cut: [{ ...cut, all: expect.any(Number) }] });
    },
  },
  'a finding of the report': {
    claims: ({ language, code }) => language === '' && /^\d+ {2}R4 /.test(code),
    run: async ({ code }, reader) => {
      const { stdout } = await verifyWithoutR4(reader);
      expect(withoutNames(stdout)).toContain(withoutNames(code));
    },
  },
  'a seed file': {
    claims: (example) => 'repositories' in readYaml(example),
    run: async ({ code }, { folder, section, start }) => {
      const file = write(folder, 'seed.yaml', code);
      const [, account = ''] = /`--account (\S+?)`/.exec(section.text) ?? [];
      const [, name, filter] = /shows `(\w+)` in `(filter=[^`]+)`/.exec(section.text) ?? [];
      const { origin } = await start('--seed-file', file, '--account', account);
      const url = `${origin}/v2/manage/repos?${filter}`;
      const shown = (await (await fetch(url, { headers: { authorization: 'Bearer demo' } })).json()) as object[];
      expect(shown).toEqual([expect.objectContaining({ name })]);
    },
  },
  'an overlay': {
    claims: (example) => 'overlay' in readYaml(example),
    run: async ({ code }, { folder, section, start }) => {
      const file = overlayOf(section) ?? '';
      write(folder, file, code);
      const command = /swr-contract mock (.*)$/m.exec(code)?.[1];
      await start(...(command?.split(' ') ?? ['--overlay', file]));
    },
  },
  'a terminal with documents of pets': {
    claims: ({ language }) => language === 'console',
    run: async ({ code }, { folder, start }) => {
      const [first = '', ...rest] = code.trim().slice(2).split('\n$ ');
      const [command = '', ...printed] = first.split('\n');
      const broken = printed[0]?.startsWith('error: ');
      mkdirSync(join(folder, 'schemas'), { recursive: true });
      write(folder, 'schemas/pet.yaml', broken ? BROKEN_PET : BROKEN_PET.replace('nmae', 'name').replace('ght', 'gth'));
      write(folder, 'pets.yaml', broken ? BROKEN_PETS : BROKEN_PETS.replace('name: pet', 'name: id'));
      const [program, sub, ...options] = command.split(' ');
      expect([program, sub]).toEqual([manifest.name, 'mock']);
      if (broken) {
        const { message } = await start(...options).then(
          () => new Error('It started.'),
          (error: Error) => error,
        );
        expect(`error: ${message}`).toBe(printed.join('\n'));
        return;
      }
      const { origin } = await start(...options);
      for (const line of rest) {
        const [curl = '', ...answer] = line.split('\n');
        const here = curl.replace(/http:\/\/127\.0\.0\.1:\d+/, origin);
        expect((await runShell(`${here} -s`, folder, {})).stdout).toBe(answer.join('\n'));
      }
    },
  },
  'accepted deviations': {
    claims: (example) => Array.isArray(readYaml(example)),
    run: async ({ code }, reader) => {
      const file = write(reader.folder, 'known.yaml', code);
      const { code: ended, stdout } = await verifyWithoutR4(reader, '--known', file);
      expect([ended, stdout]).toEqual([0, expect.stringContaining('R4')]);
    },
  },
  'steps of a pipeline': {
    claims: (example) => stepsOf(example).length > 0,
    run: async (example, reader) => {
      for (const { lines, variables } of stepsOf(example))
        await runLines(lines.join('\n'), reader, 'TARGET_TOKEN' in variables ? { TARGET_TOKEN: 'demo' } : {});
    },
  },
  'a Dockerfile': {
    claims: ({ language }) => language === 'dockerfile',
    run: async ({ code }, { start }) => {
      expect(code).toContain(`COPY ${manifest.name}-${manifest.version}.tgz /tmp/\n`);
      expect(code).toContain(`install --global /tmp/${manifest.name}-${manifest.version}.tgz\n`);
      const [program, command, ...options] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(code)?.[1] ?? '[]') as string[];
      expect([program, command]).toEqual([manifest.name, 'mock']);
      await start(...options);
    },
  },
  'services of Docker Compose': {
    claims: (example) => 'services' in readYaml(example),
    run: async (example, { start }) => {
      const { services } = readYaml(example) as { services: Record<string, Service> };
      const [fake, ...others] = Object.values(services);
      const { origin } = await start(...(fake?.command ?? []));
      for (const [program, option, script = ''] of [
        fake?.healthcheck?.test.slice(1) ?? [],
        ...others.map(({ command = [] }) => command),
      ]) {
        expect([program, option]).toEqual(['node', '-e']);
        const here = script.replace(/http:\/\/[\w.-]+:30303/, origin);
        await promisify(execFile)(process.execPath, [option ?? '', here]);
      }
    },
  },
  'tests and set-ups, which test/package runs': {
    claims: isRecipe,
    run: () => undefined,
  },
  'a snippet': {
    claims: (example) => example.language === 'js' && !isRecipe(example),
    run: ({ code }) => {
      parseAst(isFragment(code) ? `({${code}})` : code, { lang: 'js' });
      for (const { entry, name } of importedNames(code)) expect(exportedNames(entry), entry).toContain(name);
      expect(importedNames(code).length > 0).toBe(code.includes(`'${manifest.name}`));
    },
  },
};

interface Service {
  readonly command?: string[];
  readonly healthcheck?: { readonly test: string[] };
}

interface Step {
  readonly lines: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** The steps of a workflow of GitHub, or of GitLab. */
const stepsOf = (example: Example): Step[] => {
  const { jobs, ...rest } = readYaml(example) as Record<
    string,
    Record<string, { steps?: { run?: string; env?: Record<string, string> }[] }>
  >;
  if (jobs)
    return Object.values(jobs).flatMap(({ steps = [] }) =>
      steps.flatMap(({ run, env = {} }) => (run === undefined ? [] : [{ lines: [run], variables: env }])),
    );
  return Object.values(rest).flatMap(({ script }) =>
    Array.isArray(script) ? [{ lines: script as string[], variables: { TARGET_TOKEN: 'a secret' } }] : [],
  );
};
