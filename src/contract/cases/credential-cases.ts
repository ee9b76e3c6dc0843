import type { CaseKit } from './case-kit.ts';

/** Requests without credentials, where the document asks for some. */
export const addCredentialCases = (kit: CaseKit): void => {
  const { model } = kit;
  if (model.operation.security.length === 0) return;
  // A page that lists the answer makes it a must.
  const own = model.clauseAt('401');
  const clause = own ?? model.failureClause('credentials-missing');
  kit.add({
    family: 'credentials',
    key: 'missing',
    title: 'a request without credentials is refused',
    clauses: [clause],
    level: own === undefined ? 'should' : 'must',
    reason: 'the document asks for credentials',
    tags: ['credentials'],
    steps: [
      kit.step(own === undefined ? kit.open('401') : { outcome: 'refusal', statuses: ['401'] }, { credentials: false }),
    ],
  });
};
