import { TOKEN } from '../case.ts';
import { printable } from '../cases/case-kit.ts';
import type { Finding } from '../report.ts';
import type { Subject } from '../subject.ts';
import type { Group } from './group-deviations.ts';
import type { Observation } from './observation.ts';

/** What a group says, in words. */
export interface Description {
  readonly clause: string | undefined;
  readonly direction: Finding['direction'];
  readonly title: string;
}

/**
 * Names the clause that a group breaks and says how.
 *
 * @param example the plainest of its deviations.
 * @param value what is in the place it is about, after shrinking.
 */
export const describeGroup = (
  group: Group,
  example: Observation,
  value: string,
  titleOf: (clause: string) => string,
): Description => {
  const direction = directionOf(group);
  const clause = clauseOf(group, example);
  return {
    clause,
    direction,
    title: sayTitle(group, example, value, direction, clause === undefined ? '' : titleOf(clause)),
  };
};

const directionOf = ({ stratum, members }: Group): Finding['direction'] => {
  if (/ (refusal|conflict) 2xx/.test(stratum))
    return members.some(({ exchange }) => Math.floor((exchange.response?.status ?? 0) / 100) === 2)
      ? 'too lax'
      : 'wrong answer';
  return / success (400|409|422)/.test(stratum) ? 'too strict' : 'wrong answer';
};

const clauseOf = ({ stratum, feature, members }: Group, example: Observation): string | undefined => {
  const { model, outcome, about } = example;
  const { clauseOf: clauses } = model;
  if (stratum.startsWith('should')) return about.clauses[0] ?? clauses.refusal;
  if (/ (?:body|shape|state) /.test(stratum)) return outcome === 'success' ? clauses.success : clauses.refusal;
  // What a request without credentials is answered has a clause of its own.
  if (members.every((member) => member.about.tags.includes('credentials'))) return about.clauses[0];
  if (outcome === 'conflict') return clauses.conflict;
  if (outcome === 'success') {
    if (stratum.endsWith(` ${model.conflict}`)) return clauses.conflict;
    const isRefused = stratum.endsWith(` ${model.refusal}`) || stratum.includes(' crash ');
    return (isRefused ? strictClause(feature, example) : undefined) ?? clauses.success;
  }
  if (/^(any|outcome|operation):/.test(feature) && members.length > 5) return clauses.refusal;
  if (!stratum.endsWith(' 2xx')) {
    const shared = about.clauses.filter((id) => members.every((member) => member.about.clauses.includes(id)));
    return members.length > 1 && shared.length === 1 && feature.startsWith('clause:') ? shared[0] : clauses.refusal;
  }
  return mostCommon(members) ?? about.clauses[0];
};

const mostCommon = (members: readonly Observation[]): string | undefined => {
  const counts = new Map<string, number>();
  // What breaks one rule alone says more than what breaks three.
  for (const { about } of members)
    for (const id of about.clauses) counts.set(id, (counts.get(id) ?? 0) + 1 / about.clauses.length ** 2);
  return [...counts].toSorted((left, right) => right[1] - left[1])[0]?.[0];
};

/** The clause at whose border a refused valid request lies. */
const strictClause = (feature: string, { model, tested }: Observation): string | undefined => {
  const [kind = '', detail = ''] = [feature.slice(0, feature.indexOf(':')), feature.slice(feature.indexOf(':') + 1)];
  const [name = '', rest = ''] = [detail.split(/[ =]/, 1)[0] ?? '', detail.slice(detail.indexOf(' ') + 1)];
  const subject =
    model.subjects.find((each) => each.name === name) ?? model.subjects.find(({ ref }) => ref === tested.subject);
  if (kind === 'any' || kind === 'outcome' || kind === 'operation') return model.clauseOf.success;
  if (['value', 'field'].includes(kind)) return kind === 'value' ? subject?.valueClause?.id : subject?.presence?.id;
  if (kind === 'absent') return subject?.presence?.id;
  if (!subject?.rule.automaton) return tested.clauses[0] ?? subject?.presence?.id;
  if (kind === 'tag' && tested.clauses.length === 1) return tested.clauses[0];
  if (['length', 'longer', 'shorter'].includes(kind)) return subject.rule.lengthClauses[0];
  return wordClause(subject, kind === 'factor' || kind === 'uses' ? rest : tested.value.replaceAll(TOKEN, 'b'));
};

/** Breaks a rule just there: what it is called is the rule at whose border the text lies. */
const wordClause = (subject: Subject, piece: string): string | undefined => {
  const bare = piece.replace(/[\^$]/g, '');
  const separators = /[^a-z0-9]+/i.exec(bare)?.[0] ?? '';
  const tries = [
    // What is said of several characters is not a rule of the first or last one.
    ...(piece.startsWith('^') && !piece.endsWith('$') && bare.length < 2 ? [`.${bare || 'b'}`] : []),
    ...(piece.endsWith('$') && !piece.startsWith('^') && bare.length < 2 ? [`b${bare}_`, `b${bare}.`] : []),
    ...(separators.length > 1 ? [`b${separators}${separators[0]}b`] : []),
    ...(new Set(separators).size > 1 ? [`b${separators}b`] : []),
    'b.b',
  ];
  for (const word of tries) {
    const broken = subject.broken(word);
    if (broken.length > 0) return broken[0];
  }
  return subject.clauses[0];
};

const sayTitle = (
  { stratum, feature, members }: Group,
  example: Observation,
  value: string,
  direction: Finding['direction'],
  clauseTitle: string,
): string => {
  const { model, tested, outcome, deviation, exchange } = example;
  const status = exchange.response?.status ?? 'no answer';
  const whole = /^(any|outcome|operation):/.test(feature) && members.length > 5;
  if (stratum.includes(' state ')) return `${deviation?.received} (expected ${deviation?.expected})`;
  if (stratum.includes(' shape ')) return `answers ${status} with a body of another shape`;
  if (stratum.includes(' body '))
    return stratum.startsWith('should')
      ? `answers ${status} with a body`
      : `answers ${status} without error information`;
  if (outcome === 'conflict')
    return direction === 'too lax'
      ? `creates what exists already: ${tested.title}`
      : `answers ${status} to what exists already`;
  const about = sayFeature(feature) ?? sayAbout(example, value);
  if (outcome === 'success') {
    if (whole) return `answers ${status} to valid requests of ${model.operation.id}`;
    if (stratum.endsWith(` ${model.conflict}`)) return `takes a new name for one that exists (${tested.title})`;
    return direction === 'too strict' ? `refuses ${about}` : `answers ${status} to a valid request (${about})`;
  }
  if (whole) return direction === 'too lax' ? 'accepts bad requests' : `answers ${status} to bad requests`;
  if (direction === 'too lax') return `accepts ${about}${clauseTitle === '' ? '' : `: it ${clauseTitle}`}`;
  return `answers ${status} to ${about} (expected ${deviation?.expected})`;
};

/** What the requests share, where that says it better than one of them. */
const sayFeature = (feature: string): string | undefined => {
  const [, kind = '', detail = ''] = /^(\w+):(.*)$/s.exec(feature) ?? [];
  if (kind === 'value') return detail;
  if (kind === 'absent') return `requests without ${detail}`;
  if (kind === 'field') return `requests with ${detail}`;
  if (kind === 'pair') return `${detail.replace('&', ' together with ')}`;
  if (kind === 'order') return `requests with ${detail} first`;
  return kind === 'fields' ? `requests with just ${detail.replaceAll(',', ', ')}` : undefined;
};

const sayAbout = ({ tested }: Observation, value: string): string => {
  const subject = tested.subject?.split('.').slice(1).join('.');
  const bare = tested.title.replace(/ (is|are|does not) (accepted|refused|crash).*$/, '');
  const isPlain = subject !== undefined && !tested.tags.includes('percent-encoded');
  if (!isPlain || (value === '' && !tested.id.endsWith('/'))) return bare;
  const filled = value.replaceAll(TOKEN, 'b');
  return `${subject} ${JSON.stringify(filled.length > 60 ? printable(filled) : filled)}`;
};
