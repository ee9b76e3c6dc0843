import type { Node } from '../document/document.ts';
import type { Tell } from './problem.ts';
import type { Visited } from './visit-objects.ts';

/** What is to be looked for beside what every document is checked for. */
export interface CheckOptions {
  /** Says of a regular expression why it may take exponential time; undefined where it can't. */
  readonly slowPattern?: (pattern: string) => string | undefined;
}

/** What the checks share. */
export interface Context extends CheckOptions {
  /** As it is written. */
  readonly document: Node;
  /** Its references resolved. */
  readonly resolved: Node;
  readonly objects: readonly Visited[];
  /** What stands at a place, references resolved. */
  readonly resolvedAt: (pointer: string) => unknown;
  readonly tell: Tell;
  readonly note: Tell;
  /** Tells of a DocumentError instead of throwing it. */
  readonly attempt: (act: () => void) => void;
}
