import { displayWidth, wrapText } from './text-layout.ts';
import { visibleText } from './visible-text.ts';

/** Where and how progress is shown. */
export interface ProgressOptions {
  readonly write: (text: string) => void;
  /** A terminal gets a bar that rewrites its line, anything else a plain line at every tenth. */
  readonly isTTY: boolean;
  /** Cases of the run. */
  readonly total: number;
  /** Columns; 80 unless given. */
  readonly width?: number;
}

/** Shows how far a run is. */
export interface Progress {
  readonly step: (done: number, failed: number) => void;
  /**
   * Says why nothing moves ("waiting 12 s: the server answered 429"): on a terminal in the place of the
   * bar, until the next step; elsewhere as a line, once for each text.
   */
  readonly note: (text: string) => void;
  /** Takes the bar away; what was written as plain lines stays. */
  readonly end: () => void;
}

/** Makes the progress of one run. It writes only when what it shows changes. */
export const createProgress = ({ write, isTTY, total, width = 80 }: ProgressOptions): Progress =>
  isTTY ? rewriteLine(write, total, width) : writeLines(write, total);

const rewriteLine = (write: ProgressOptions['write'], total: number, width: number): Progress => {
  let shown = '';
  const show = (key: string, line: string): void => {
    if (key === shown) return;
    shown = key;
    write(`\r${line}\u001b[K`);
  };
  return {
    step: (done, failed) => {
      const share = shareOf(done, total);
      const text = `${percent(share)}  ${count(done, total)}/${total}${failed > 0 ? `  ${failed} failed` : ''}`;
      // One column stays free: a full line would scroll on some terminals.
      const room = Math.min(40, width - displayWidth(text) - 3);
      const filled = Math.round(share * room);
      const bar = room < 8 ? '' : `${'━'.repeat(filled)}${'─'.repeat(room - filled)} `;
      show(`${Math.floor(share * 100)} ${failed}`, bar + text);
    },
    note: (text) => show(`note ${text}`, wrapText(visibleText(text), width - 1)[0] ?? ''),
    end: () => show('', ''),
  };
};

const writeLines = (write: ProgressOptions['write'], total: number): Progress => {
  const said = new Set<string>();
  let tenth = 0;
  return {
    step: (done, failed) => {
      const share = shareOf(done, total);
      const reached = Math.floor(share * 10);
      if (reached <= tenth) return;
      tenth = reached;
      const failures = failed > 0 ? `, ${failed} failed` : '';
      write(`${percent(share)}  ${count(done, total)} of ${total} cases${failures}\n`);
    },
    note: (text) => {
      if (said.has(text)) return;
      said.add(text);
      write(`${visibleText(text)}\n`);
    },
    end: () => {},
  };
};

const shareOf = (done: number, total: number): number => (total === 0 ? 1 : Math.min(1, done / total));

const count = (done: number, total: number): string => String(done).padStart(String(total).length);

const percent = (share: number): string => `${String(Math.floor(share * 100)).padStart(3)}%`;
