import { recall, remember } from '../../../src/ui/settings.ts';

export type TargetKind = 'worker' | 'server' | 'deployment';

/** Where requests go. */
export interface Target {
  readonly kind: TargetKind;
  /** Without a slash at its end; of no meaning for the worker. */
  readonly url: string;
  /** In memory only. */
  readonly token: string;
}

export const DEFAULT_SERVER = 'http://127.0.0.1:30303';

/** What a form for a kind of target starts with. */
export const initialTarget = (kind: TargetKind): Target => ({
  kind,
  url: recall(`url-${kind}`) ?? (kind === 'server' ? DEFAULT_SERVER : ''),
  // The fake takes any credential; a real one is asked for.
  token: kind === 'deployment' ? '' : 'demo',
});

/** The target of the last visit, without its token. */
export const recallTarget = (): Target => {
  const kind = recall('target');
  return initialTarget(kind === 'server' || kind === 'deployment' ? kind : 'worker');
};

export const rememberTarget = ({ kind, url }: Target): void => {
  remember('target', kind);
  if (kind !== 'worker') remember(`url-${kind}`, url);
};
