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
  /** Takes the bar away; what was written as plain lines stays. */
  readonly end: () => void;
}

/** Makes the progress of one run. It writes only when what it shows changes. */
export const createProgress = ({ write, isTTY, total, width = 80 }: ProgressOptions): Progress => {
  const digits = String(total).length;
  let shown = '';
  let tenth = 0;

  const bar = (done: number, failed: number): void => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const text = `${percent(share)}  ${count(done)}/${total}${failed > 0 ? `  ${failed} failed` : ''}`;
    // One column stays free: a full line would scroll on some terminals.
    const room = Math.min(40, width - text.length - 3);
    const filled = Math.round(share * room);
    const line = room < 8 ? text : `${'━'.repeat(filled)}${'─'.repeat(room - filled)} ${text}`;
    const key = `${Math.floor(share * 100)} ${failed}`;
    if (key === shown) return;
    shown = key;
    write(`\r${line}\u001b[K`);
  };

  const plain = (done: number, failed: number): void => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const reached = Math.floor(share * 10);
    if (reached <= tenth) return;
    tenth = reached;
    write(`${percent(share)}  ${count(done)} of ${total} cases${failed > 0 ? `, ${failed} failed` : ''}\n`);
  };

  const count = (done: number): string => String(done).padStart(digits);

  return {
    step: isTTY ? bar : plain,
    end: () => {
      if (isTTY && shown !== '') write('\r\u001b[K');
      shown = '';
    },
  };
};

const percent = (share: number): string => `${String(Math.floor(share * 100)).padStart(3)}%`;
