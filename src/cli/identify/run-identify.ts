import { identifyTarget } from '../../identify/identify-target.ts';
import { findChanges } from '../../identify/overlay/find-changes.ts';
import { type OverlayFile, writeOverlay } from '../../identify/overlay/write-overlay.ts';
import { type IdentifyReport, writeIdentifyReport } from '../../identify/report/report.ts';
import { identifyTerminal } from '../../identify/report/terminal.ts';
import { tokenHeaders } from '../../openapi/operations/security.ts';
import { openTarget, readTarget, sayTarget } from '../target/open-target.ts';
import type { TargetOptions } from '../target/target-options.ts';
import { listenForInterruption } from '../verify/listen-for-interruption.ts';
import { checkPlace, writeFile } from '../verify/report-files.ts';
import { readCredentials } from '../verify/verify-credentials.ts';
import { sayFile, sayTargetOptions } from '../verify/verify-line.ts';
import { version } from '../version.ts';
import { prepareEditions } from './prepare-editions.ts';
import { startRehearsal } from './start-rehearsal.ts';

/** The options of the command line, read. */
export interface IdentifyCommandOptions extends TargetOptions {
  maxRequests: number;
  writeOverlay?: string;
  json?: string;
}

const EXIT_CODES: Record<IdentifyReport['outcome'], number> = { identified: 0, unexplained: 1, unchecked: 2 };

/**
 * Finds out which edition a target keeps, and prints it.
 *
 * @returns the exit code.
 * @throws UserError for options that can't be used.
 */
export const runIdentify = async (options: IdentifyCommandOptions): Promise<number> => {
  const target = readTarget('identify', options.target);
  // Better now than after all requests.
  for (const file of [options.json, options.writeOverlay]) if (file !== undefined) checkPlace(file);
  const prepared = await prepareEditions();
  const documents = prepared.models.map(({ document }) => document);
  const credentials = await readCredentials(options, target, tokenHeaders(documents));
  const http = openTarget('identify', target, credentials, options, 1);
  const interruption = listenForInterruption();
  try {
    const found = await identifyTarget({
      prepared,
      send: http.send,
      credentials: credentials.headers(),
      secrets: credentials.secrets,
      renew: credentials.renew,
      proxy: http.proxy,
      container: options.namespace,
      maxRequests: options.maxRequests,
      rate: options.rate,
      retries: options.retries,
      signal: interruption.signal,
      onWait: (milliseconds, why) => console.error(`waiting ${Math.ceil(milliseconds / 1000)} s: ${why}`),
    });
    const [edition] = found.named;
    const changes =
      found.unchecked === undefined && edition !== undefined
        ? await findChanges(edition, found.evidence, prepared, startRehearsal)
        : { changes: [], rest: [] };
    const shown = sayTarget(target);
    const candidates = prepared.models.map(({ name }) => name);
    const report = writeIdentifyReport({ tool: `swr-contract ${version}`, target: shown, candidates }, found, changes);
    const file = report.outcome === 'unchecked' ? undefined : options.writeOverlay;
    const content = writeOverlay(shown, edition ?? '', changes);
    const overlay = file !== undefined && content.overlay ? [sayFile('overlay', file)] : [];
    print(report, [...sayTargetOptions(options, target), ...overlay]);
    if (options.json !== undefined) writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    if (file !== undefined) await saveOverlay(file, content);
    return EXIT_CODES[report.outcome];
  } finally {
    http.close();
    interruption.end();
  }
};

const print = (report: IdentifyReport, verifyOptions: readonly string[]): void => {
  const { env, stdout } = process;
  const color = env['NO_COLOR'] === undefined && (stdout.hasColors?.() ?? false);
  console.log(identifyTerminal(report, { color, width: stdout.columns ?? 80, verifyOptions }));
};

const saveOverlay = async (file: string, { overlay, comments }: OverlayFile): Promise<void> => {
  if (!overlay) {
    const why = comments.length === 0 ? 'nothing was seen to differ' : 'nothing that differs can be said by an action';
    console.error(`No overlay is written: ${why}.`);
    return;
  }
  const { stringify } = await import('yaml');
  const rest =
    comments.length === 0
      ? []
      : ['# What no action says:', ...comments.map((text) => `# - ${text.replace(/\s+/g, ' ')}`), ''];
  writeFile(file, [...rest, stringify(overlay, { lineWidth: 110 })].join('\n'));
  console.error(`What differs is written to ${file}.`);
};
