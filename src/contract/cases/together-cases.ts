import { TOKEN } from '../case.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { samplesOf } from './state-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

/** Valid values of several fields together, in both orders. */
export const addCombinations = (kit: CaseKit): void => {
  const { model } = kit;
  const fields = model.subjects.filter(({ place, ref }) => place === 'body' && ref !== model.nameSubject?.ref);
  const add = (set: Record<string, string | undefined>, reversed: boolean): void => {
    const shown = Object.entries(set).map(([ref, value]) => `${ref.split('.')[1]}=${value}`);
    kit.add({
      family: 'together',
      key: `${shown.join('&')}${reversed ? '&reversed' : ''}`,
      title: `${shown.join(', ') || 'the plainest request'} is accepted${reversed ? ', fields in reverse order' : ''}`,
      clauses: [
        model.clauseOf.success,
        ...(shown.length === 0 ? [] : fields.filter(({ ref }) => ref in set).map((each) => each.presence?.id)),
      ],
      reason: 'every value is valid alone, and no rule connects them',
      tags: ['together', ...(reversed ? ['reversed'] : [])],
      steps: [kit.step(kit.success, { set, reversed })],
    });
  };
  add({}, false);
  add({}, true);
  addNoneOfThem(kit);
  for (const [index, one] of fields.entries())
    for (const two of fields.slice(index + 1))
      for (const left of choices(one))
        for (const right of choices(two)) add({ [one.ref]: left, [two.ref]: right }, (left + right).length % 2 === 0);
  if (fields.length > 2)
    for (const reversed of [false, true])
      for (const first of choices(fields[0]))
        add(
          Object.fromEntries(fields.map((field, index) => [field.ref, index === 0 ? first : choices(field).at(-1)])),
          reversed,
        );
  addLongTogether(kit);
  if (model.example && model.nameSubject) {
    const { name } = model.nameSubject;
    const set = Object.fromEntries(
      Object.entries(model.example.value).flatMap(([key, value]) =>
        key === name ? [] : [[`body.${key}`, String(value)]],
      ),
    );
    kit.add({
      family: 'together',
      key: 'example',
      title: "the source's own example is accepted",
      clauses: [model.example.clause, model.clauseOf.success],
      reason: 'the source shows this request',
      tags: ['together', 'example'],
      steps: [kit.step(kit.success, { set })],
    });
  }
};

/** A request with none of the optional values, where the document wants one. */
const addNoneOfThem = (kit: CaseKit): void => {
  const { model } = kit;
  if (!model.needsOne) return;
  const set = Object.fromEntries(
    model.subjects.flatMap(({ place, ref }) => (place === 'body' ? [[ref, undefined]] : [])),
  );
  kit.add({
    family: 'together',
    key: 'none',
    title: 'a request with none of the optional values does not crash',
    clauses: [model.needsOne.id, model.ambiguityAt('/allOf', 'set')],
    level: 'should',
    reason: 'the source wants at least one of them, and the register has how that is answered',
    tags: ['together', 'nothing to change'],
    steps: [kit.step(kit.open(model.refusal), { set })],
  });
};

/** Every named value at its longest at once, and half of that. */
const addLongTogether = (kit: CaseKit): void => {
  const words = kit.model.subjects.filter(({ rule }) => rule.automaton !== undefined && rule.most < 1000);
  if (words.length < 2 || kit.isPrepared) return;
  const others = kit.model.subjects.filter(({ place, values }) => place === 'body' && values.length > 0);
  const longest = others.map(
    (each) => [each.ref, each.values.toSorted((left, right) => right.length - left.length)[0]] as const,
  );
  for (const share of [1, 0.75, 0.5])
    for (const more of [{}, Object.fromEntries(longest)]) {
      const set = Object.fromEntries(
        words.map(({ ref, rule }) => [ref, TOKEN + 'k'.repeat(Math.floor(rule.most * share) - SAMPLE_TOKEN.length)]),
      );
      kit.add({
        family: 'together',
        key: `long-${share * 100}${Object.keys(more).length > 0 ? '-all-fields' : ''}`,
        title: `${words.map(({ name }) => name).join(' and ')}, both long, are accepted`,
        clauses: [...words.flatMap(({ rule }) => rule.lengthClauses), kit.model.clauseOf.success],
        reason: 'each keeps its own length',
        tags: ['together', 'long together'],
        steps: [kit.step(kit.success, { set: { ...set, ...more } })],
        needsContainers: kit.model.containers.some((each) => words.includes(each)),
      });
    }
};

const choices = (subject: Subject | undefined): string[] =>
  subject === undefined
    ? []
    : [...new Set([...samplesOf(subject).slice(0, subject.values.length || 1), ''])].filter(subject.isValid);
