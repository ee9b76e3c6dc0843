import type { Resolver } from '../../../src/engine/resolver.ts';
import { REGISTRY } from '../../shown/representations.ts';

const VERSION = {
  id: 'v2',
  links: { href: `https://${REGISTRY}/v2/`, rel: 'self' },
  version: '2.26',
  status: 'CURRENT',
  updated: '2017-12-09T00:00:00Z',
  min_version: '2.0',
};

/** All versions of the API (VL1). */
export const listVersions: Resolver = () => ({ body: { versions: [VERSION] } });

/** One version of the API; the document knows which there are (VG1, VG2). */
export const getVersion: Resolver = () => ({ body: { version: VERSION } });
