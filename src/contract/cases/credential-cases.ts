import type { CaseKit } from './case-kit.ts';

/** Requests without credentials, where the document asks for some. */
export const addCredentialCases = (kit: CaseKit): void => {
  const { model } = kit;
  if (model.operation.security.length === 0) return;
  const clause = model.failureClause('credentials-missing');
  kit.add({
    family: 'credentials',
    key: 'missing',
    title: 'a request without credentials is refused',
    clauses: [clause],
    level: 'should',
    reason: 'the document asks for credentials',
    tags: ['credentials'],
    steps: [kit.step(kit.open('401'), { credentials: false })],
  });
};
