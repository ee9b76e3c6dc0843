import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';

/** A text with a rule that is neither a list of values nor one of characters: a time, say. */
export const addFormatCases = (kit: CaseKit, subject: Subject): void => {
  if (subject.type !== 'string' || subject.rule.hasPatterns || subject.isValid('any text at all')) return;
  const clauses = subject.valueClause ? [subject.valueClause.id] : [];
  for (const value of [...new Set([subject.baseline, ...TEXTS])]) {
    const accepted = subject.isValid(value);
    kit.add({
      family: `${subject.name}/${accepted ? 'valid' : (clauses[0] ?? 'invalid')}`,
      key: value,
      title: `${subject.name} ${JSON.stringify(value)} is ${accepted ? 'accepted' : 'refused'}`,
      subject,
      value,
      clauses,
      reason: accepted ? 'keeps the rule' : 'breaks the rule',
      tags: ['format', ...(accepted ? ['valid format'] : [])],
      steps: [kit.step(accepted ? kit.success : kit.refusal, { set: { [subject.ref]: value } })],
    });
  }
};

const TEXTS = [
  '2019-02-26T00:00:00Z',
  '2030-12-31T23:59:59Z',
  '2017-08-17T12:00:03.915153267Z',
  '2024-02-29T12:00:00.5Z',
  '2023-02-29T12:00:00Z',
  '2019-02-30T00:00:00Z',
  '2019-13-01T00:00:00Z',
  '2019-00-10T00:00:00Z',
  '2019-04-31T00:00:00Z',
  '2019-02-26T25:00:00Z',
  '2019-02-26T00:61:00Z',
  '2019-02-26T00:00:00',
  '2019-02-26T00:00:00+08:00',
  '2019-02-26T00:00Z',
  '2019-02-26',
  '2019/02/26T00:00:00Z',
  '20190226T000000Z',
  '26-02-2019T00:00:00Z',
  '2019-2-6T00:00:00Z',
  'Tue, 26 Feb 2019 00:00:00 GMT',
  '1551139200',
  '-1',
  '0',
  'now',
  'never',
  'null',
  'true',
  'Forever',
  'FOREVER',
  'forever ',
  ' forever',
  'forevers',
  'foreve',
  'x',
  '2019-02-26T00:00:00Zx',
  ' 2019-02-26T00:00:00Z',
  '\u4e2d\u6587',
];
