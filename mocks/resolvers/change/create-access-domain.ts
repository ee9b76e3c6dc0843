import { pickKey } from '../../../src/engine/check-records.ts';
import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';

/** Shares a repository: 409 where it is shared with the account already (AC8, A14), else 201 (AC5). */
export const createAccessDomain =
  ({ store, accountOf, timestamp }: Fake): Resolver =>
  (call) => {
    const { path, body, operation } = call;
    const { uniqueKey } = operation;
    const { access_domain, ...values } = body;
    const sharing = {
      permit: values['permit'],
      deadline: values['deadline'],
      ...(values['description'] === undefined ? {} : { description: values['description'] }),
    };
    const { namespace, repository } = path;
    const creator = accountOf(call);
    if (store.insert('access_domains', { namespace, repository, access_domain, ...sharing, creator })) return {};
    if (!uniqueKey) return {};
    const key = pickKey(uniqueKey.key, call);
    if (uniqueKey.taken === 'refuse') return { refuse: 'unique', rule: uniqueKey, values: key };
    const before = store.find('access_domains', key)?.['updated_at'];
    store.update('access_domains', key, { description: '', ...sharing, updated_at: timestamp(before) });
    return {};
  };
