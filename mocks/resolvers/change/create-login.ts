import type { Resolver } from '../../../src/engine/resolver.ts';
import { type Fake, fingerprint } from '../../fake.ts';
import { REGISTRY } from '../../shown/representations.ts';

const DAY = 24 * 60 * 60 * 1000;
const PROJECT = 'cn-north-1';

/** Makes credentials for the registry, and the command that uses them (LS1, LT1). No registry knows them. */
export const createLogin =
  ({ accountOf, timestamp }: Fake): Resolver =>
  (call) => {
    const now = timestamp();
    const account = accountOf(call);
    // It goes into a header, which takes few characters.
    const project = encodeURIComponent(String(call.query['projectname'] ?? PROJECT));
    const user = `${project}@${fingerprint(`key ${account}`, 20).toUpperCase()}`;
    const password = fingerprint(`password ${account} ${now}`, 64);
    return {
      headers: {
        'x-swr-dockerlogin': `docker login -u ${user} -p ${password} ${REGISTRY}`,
        'x-swr-expireat': new Date(Date.parse(now) + DAY).toISOString(),
      },
      body: { auths: { [REGISTRY]: { auth: btoa(`${user}:${password}`) } } },
    };
  };
