import { TOKEN } from '../case.ts';
import { RAW } from '../encode-request.ts';
import { type Subject, takesToken } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';

/** A path may spell any character with a percent sign (RFC 3986 section 2.3); it is still the same path. */
export const addPathCases = (kit: CaseKit, subject: Subject): void => {
  if (subject.place !== 'path' || !takesToken(subject.rule)) return;
  const { model, step, success, conflict } = kit;
  const spelled: [string, string, string][] = [
    ['first letter', `%62${TOKEN}`, `b${TOKEN}`],
    ['last letter', `${TOKEN}%62`, `${TOKEN}b`],
    ['digit', `${TOKEN}%30`, `${TOKEN}0`],
    ['hyphen', `${TOKEN}%2db`, `${TOKEN}-b`],
    ['hyphen in capitals', `${TOKEN}%2Db`, `${TOKEN}-b`],
    ['underscore', `${TOKEN}%5Fb`, `${TOKEN}_b`],
  ];
  const common = {
    family: `${subject.name}/encoded`,
    subject,
    clauses: [subject.presence?.id],
    reason: 'the decoded value is a valid one',
    needsContainers: model.containers.includes(subject),
  };
  for (const [key, encoded, plain] of spelled) {
    if (!subject.isValid(plain.replaceAll(TOKEN, 'bdf'))) continue;
    const sent = { set: { [subject.ref]: RAW + encoded } };
    kit.add({
      ...common,
      key,
      value: plain,
      title: `${subject.name} with its ${key} percent-encoded is accepted`,
      tags: ['percent-encoded'],
      steps: [step(success, sent)],
    });
    if (!model.containers.includes(subject) || key !== 'first letter') continue;
    kit.add({
      ...common,
      key: `${key}-same`,
      value: plain,
      title: `${subject.name} is the same with its ${key} percent-encoded`,
      tags: ['percent-encoded', 'conflict'],
      steps: [step(success, { set: { [subject.ref]: plain } }), step(conflict, sent)],
    });
  }
};
