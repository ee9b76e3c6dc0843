import type { Overlay } from '../../openapi/overlays/parse-overlay.ts';
import { sayWithRequest } from '../evidence/describe.ts';
import type { Changes } from './find-changes.ts';

/** An overlay that makes an edition say what a target said, and what it can't say. */
export interface OverlayFile {
  /** Undefined where nothing that differs can be said so. */
  readonly overlay: Overlay | undefined;
  readonly comments: readonly string[];
}

export const writeOverlay = (target: string, edition: string, { changes, rest }: Changes): OverlayFile => {
  const actions = changes.flatMap(({ difference, actions: own }) =>
    own.map(({ target: place, ...change }) => ({
      target: place,
      description: sayWithRequest(difference, edition).en,
      ...change,
    })),
  );
  return {
    overlay:
      actions.length === 0
        ? undefined
        : {
            overlay: '1.1.0',
            info: { title: `What ${target} does otherwise than edition ${edition}`, version: edition },
            actions,
          },
    comments: rest.map((difference) => sayWithRequest(difference, edition).en),
  };
};
