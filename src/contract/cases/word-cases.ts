import { TOKEN } from '../case.ts';
import { RAW } from '../encode-request.ts';
import { testWords } from '../rules/w-method.ts';
import { type Subject, takesToken } from '../subject.ts';
import { type CaseKit, printable } from './case-kit.ts';
import { characterTags } from './character-kinds.ts';

/** The words of the W-method at the depth of the run, for every value with a rule of characters. */
export const addWordCases = (kit: CaseKit, subject: Subject): void => {
  const { automaton } = subject.rule;
  if (!automaton) return;
  for (const { access, rest } of testWords(automaton, kit.depth)) {
    addWord(kit, subject, 'words', withToken(subject, access, rest));
    // The same word passes through another state, where a token may stand for its first letter.
    if (access === '') addWord(kit, subject, 'words', withToken(subject, rest.slice(0, 1), rest.slice(1)));
  }
};

/** Puts the token in the place of the first letter, where the word keeps its state. */
const withToken = (subject: Subject, access: string, rest: string): string => {
  const [first = ''] = access;
  return first !== '' &&
    /[a-z]/i.test(first) &&
    takesToken(subject.rule) &&
    subject.rule.automaton?.classes[0]?.sample === first
    ? TOKEN + access.slice(1) + rest
    : access + rest;
};

/**
 * A case about one word: whether it is accepted is for the clauses to say.
 *
 * @param tags what is special about it, beside its characters.
 */
export const addWord = (
  kit: CaseKit,
  subject: Subject,
  family: string,
  value: string,
  tags: readonly string[] = [],
): void => {
  if (!kit.isNew(subject, value)) return;
  const sample = value.replaceAll(TOKEN, SAMPLE_TOKEN);
  const broken = subject.broken(sample);
  const accepted = broken.length === 0;
  const shown = value.replaceAll(TOKEN, 't');
  // An empty or odd piece of a path may be refused before any rule of the document is looked at.
  const routed = subject.place === 'path' && /^\.{0,2}$|[/\\\0]/.test(sample);
  const missing = value === '' && subject.place === 'path';
  const clauses = missing ? [subject.presence?.id, ...subject.rule.lengthClauses] : broken;
  const sent = routed && /^\.+$/.test(sample) ? `${RAW}${sample}` : value;
  kit.add({
    family: `${subject.name}/${accepted ? 'valid' : (broken[0] ?? 'invalid')}`,
    key: value,
    title: `${subject.name} ${JSON.stringify(shown.length > 60 ? printable(shown) : shown)} is ${accepted ? 'accepted' : 'refused'}`,
    subject,
    value,
    clauses: accepted ? clausesOf(subject) : clauses,
    reason: accepted
      ? `keeps every rule of ${subject.name}`
      : `breaks ${broken.join(', ')}${broken.length === 1 ? ' and nothing else' : ''}`,
    tags: [
      family,
      ...tags,
      ...(value === '' ? [`empty ${subject.name}`] : []),
      ...(accepted ? [] : characterTags(subject, sample)),
      ...(broken.length === 1 ? ['one rule'] : []),
    ],
    steps: [kit.step(accepted ? kit.success : routed ? kit.anyRefusal : kit.refusal, { set: { [subject.ref]: sent } })],
    needsContainers: kit.model.containers.includes(subject),
  });
};

/** Stands for a token where a rule is asked. As long as the tokens of a run. */
export const SAMPLE_TOKEN = 'bdfghjkmnpb';

/** All clauses about the value of a subject. */
export const clausesOf = (subject: Subject): string[] => [...subject.clauses];
