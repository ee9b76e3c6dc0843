import { describe, expect, it } from 'vitest';

import { FIRST_VIEW, listAddress, newAddress, readRoute, repositoryAddress } from '../../../mocks/demo/state/routes.ts';

describe('addresses of the example', () => {
  it('a list is read as it was written, and what is as at first is left out', () => {
    const view = { ...FIRST_VIEW, center: 'thirdparty', name: 'a|b&c', offset: 20 } as const;
    expect(listAddress(FIRST_VIEW)).toBe('#/repositories');
    expect(listAddress(view)).toBe('#/repositories?center=thirdparty&name=a%7Cb%26c&offset=20');
    expect(readRoute(listAddress(view))).toEqual({ page: 'repositories', view });
  });

  it('a repository and the form that makes one are read as they were written', () => {
    const path = { namespace: 'a/b', repository: 'c?d' };
    expect(readRoute(repositoryAddress(path))).toEqual({ page: 'repository', path, isForeign: false });
    expect(readRoute(repositoryAddress(path, true))).toEqual({ page: 'repository', path, isForeign: true });
    expect(readRoute(newAddress('team'))).toEqual({ page: 'new', namespace: 'team' });
  });

  it.each(['', '#', '#/', '#/nothing', '#/repository', '#/repository/a', '#/%E0%A4%A', '#/repositories?offset=-1'])(
    '"%s" leads to the first list',
    (hash) => {
      expect(readRoute(hash)).toEqual({ page: 'repositories', view: FIRST_VIEW });
    },
  );
});
