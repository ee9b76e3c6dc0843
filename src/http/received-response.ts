import type { Text } from '../text/bilingual.ts';
import type { NeutralAnswer } from './message.ts';

/** What came back to a client. */
export interface ReceivedResponse extends NeutralAnswer {
  /** Milliseconds. */
  readonly duration: number;
  /** What was not read of it, and why: "cut at 1 MiB". */
  readonly note?: string;
}

/** No answer came: nobody was reached, the connection failed, or it took too long. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly kind: 'unreached' | 'connection' | 'timeout';
  readonly text: Text;

  constructor(kind: SendError['kind'], text: Text) {
    super(text.en);
    this.kind = kind;
    this.text = text;
  }
}
