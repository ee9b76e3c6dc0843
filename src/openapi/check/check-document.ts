import { dereference } from '../document/dereference.ts';
import { childNode, type Document, DocumentError, type Node } from '../document/document.ts';
import { resolvePointer } from '../document/json-pointer.ts';
import { actionsOf, applyReadings, listAmbiguities } from '../overlays/apply-readings.ts';
import { checkOperations } from './check-operations.ts';
import { checkReferences } from './check-references.ts';
import { checkNames } from './check-rules.ts';
import { checkSchemas } from './check-schemas.ts';
import type { CheckOptions, Context } from './context.ts';
import type { Problem, Tell } from './problem.ts';
import { visitObjects } from './visit-objects.ts';

/** What a check found. */
export interface Checked {
  /** In the order of the document; with any of them it can't be used. */
  readonly problems: readonly Problem[];
  /** What can be lived with: examples that go against their schema, what is not looked at. */
  readonly notes: readonly Problem[];
}

/**
 * Checks a document whole: every mistake that would otherwise be passed over, or be met at the first request
 * that comes by.
 *
 * @param given as it was read, references and readings as they stand.
 */
export const checkDocument = (given: Document, options: CheckOptions = {}): Checked => {
  const problems = new Map<string, Problem>();
  const notes: Problem[] = [];
  const put = (pointer: string, message: string, atName = false): Problem => ({
    pointer,
    message,
    ...(atName ? { atName } : {}),
  });
  const tell: Tell = (...found) => {
    const [pointer, message] = found;
    problems.set(`${pointer} ${message}`, put(...found));
    return undefined;
  };
  const note: Tell = (...found) => {
    notes.push(put(...found));
    return undefined;
  };
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      const { pointer, message } = error;
      // What a part of it was told of already needs no second word.
      const isTold = [...problems.values()].some((told) => `${told.pointer}/`.startsWith(`${pointer}/`));
      if (!isTold || pointer === '') tell(pointer, message);
    }
  };

  attempt(() => {
    checkReadings(given, attempt);
    const document = applyReadings(given, {}) as unknown as Node;
    const objects = visitObjects(document, tell, note);
    const whole = checkReferences(document, tell);
    const resolved = dereference(whole as unknown as Document) as unknown as Node;
    const resolvedAt = (pointer: string): unknown => resolvePointer(resolved, pointer);
    const context = { ...options, document, resolved, objects, resolvedAt, tell, note, attempt };
    checkSchemas(context);
    checkOperations(context);
    checkNames(context);
  });
  return { problems: [...problems.values()], notes };
};

/** Every reading that can be chosen must find the places that it changes. */
const checkReadings = (document: Document, attempt: Context['attempt']): void => {
  attempt(() => {
    for (const { id, readings } of listAmbiguities(document))
      for (const { value } of readings)
        attempt(() => {
          const chosen = value === 'N' ? '1' : value;
          const known = childNode(childNode(childNode(document as unknown as Node, 'x-ambiguities'), id), 'readings');
          if (actionsOf(known[value === 'N' ? '$value' : value]).length > 0) applyReadings(document, { [id]: chosen });
        });
  });
};
