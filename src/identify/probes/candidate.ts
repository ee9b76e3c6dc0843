import type { Send } from '../../contract/run/transport.ts';
import type { Document } from '../../openapi/document/document.ts';

/** A service that keeps a document to the letter, in memory. */
export interface Rehearsal {
  readonly send: Send;
  /** Remembers what is there now; `reset` goes back to it. */
  readonly keep: () => void;
  readonly reset: () => Promise<void>;
}

/** An edition that a target may keep. */
export interface Candidate {
  /** What people call it: `2019-02`. */
  readonly name: string;
  /** With its readings closed. */
  readonly document: Document;
}

/** Starts a service that keeps a document. */
export type Rehearse = (document: Document) => Rehearsal;
