import type { Expectation, Step } from '../case.ts';
import { CONTAINER } from '../case.ts';
import { RAW } from '../encode-request.ts';
import type { CaseKit } from './case-kit.ts';

/** Parameters of the form `name::value|name::value`: missing, empty, malformed, encoded, and what goes together. */
export const addPairCases = (kit: CaseKit): void => {
  for (const parameter of kit.model.operation.parameters) if (parameter.pairs) addPairs(kit, parameter.name);
};

const addPairs = (kit: CaseKit, name: string): void => {
  const { model } = kit;
  const parameter = model.operation.parameters.find((each) => each.name === name);
  const clause = parameter?.scope.clause?.id;
  const plain = kit.plan();
  const text = plain.query[name] ?? '';
  const send = (expect: Expectation, value: string | undefined): Step => {
    const { [name]: _, ...others } = plain.query;
    return { requests: [{ ...plain, query: value === undefined ? others : { ...others, [name]: value } }], expect };
  };
  const add = (key: string, title: string, expect: Expectation, value: string | undefined, ids = [clause]): void =>
    kit.add({
      family: `${name}/pairs`,
      key,
      title,
      clauses: ids,
      level: expect.outcome === 'open' ? 'should' : 'must',
      reason: expect.outcome === 'success' ? 'is what the source describes' : 'is not of the form name::value',
      tags: ['filter', `filter ${key}`],
      steps: [send(expect, value)],
    });
  const needed = parameter?.required === true;
  add(
    'missing',
    `a request without ${name} is ${needed ? 'refused' : 'accepted'}`,
    needed ? kit.refusal : kit.success,
    undefined,
  );
  if (needed) add('empty', `an empty ${name} is refused`, kit.refusal, '');
  add('no-pair', `${name} without "::" is refused`, kit.refusal, 'nonsense');
  add('one-colon', `${name} with one colon is refused`, kit.refusal, text.replaceAll('::', ':'));
  add('unknown-name', `an unknown name in ${name} does not crash`, kit.open(...model.success), `${text}|unknown::1`);
  add('twice', `a name twice in ${name} does not crash`, kit.open(model.refusal), `${text}|${text}`);
  add('reversed', `${name} in another order is accepted`, kit.success, text.split('|').toReversed().join('|'));
  add('not encoded', `${name} is read without percent-encoding, too`, kit.success, RAW + text);
  addTogether(kit, name, send, text);
};

/** Values that only go together (`dependentRequired`), and values that are numbers. */
const addTogether = (
  kit: CaseKit,
  name: string,
  send: (expect: Expectation, value: string | undefined) => Step,
  text: string,
): void => {
  const { model } = kit;
  const own = model.subjects.filter(({ pairs }) => pairs === name);
  const numbers = own.filter(({ type }) => type === 'integer');
  const add = (pairs: readonly string[], about: string): void => {
    const value = [text, ...pairs].filter((part) => part !== '').join('|');
    const broken = model.brokenPairs(name, value.replaceAll(CONTAINER, 'b'));
    const open = broken.some((id) => id !== undefined && model.isOpen(id));
    kit.add({
      family: `${name}/together`,
      key: pairs.join('|'),
      title: `${name} with ${about} is ${broken.length === 0 ? 'accepted' : 'refused'}`,
      clauses:
        broken.length === 0
          ? own.flatMap(({ name: each, presence }) =>
              pairs.some((pair) => each.endsWith(`.${pair.split('::')[0]}`)) ? [presence?.id] : [],
            )
          : broken,
      level: open ? 'should' : 'must',
      reason: broken.length === 0 ? 'keeps every rule of the filter' : `breaks ${broken.join(', ')}`,
      tags: ['filter', 'page'],
      steps: [send(broken.length === 0 ? kit.success : open ? kit.open(model.refusal) : kit.refusal, value)],
    });
  };
  for (const one of numbers) add([`${short(one.name)}::1`], `${short(one.name)} alone`);
  const [first, second] = numbers;
  if (!first || !second) return;
  for (const [left, right] of [
    ['0', '10'],
    ['1', '1'],
    ['7', '100'],
    ['0', '0'],
    ['-1', '10'],
    ['0', '-1'],
  ] as const)
    add(
      [`${short(first.name)}::${left}`, `${short(second.name)}::${right}`],
      `${short(first.name)} ${left} and ${short(second.name)} ${right}`,
    );
  add([`${short(second.name)}::10`, `${short(first.name)}::0`], `${short(second.name)} before ${short(first.name)}`);
  for (const odd of ['x', '1.5', '', 'ten', '0x1', '1e1', ' 1', '1;'])
    for (const [at, other] of [
      [first, second],
      [second, first],
    ] as const)
      add([`${short(at.name)}::${odd}`, `${short(other.name)}::1`], `${short(at.name)} ${JSON.stringify(odd)}`);
};

const short = (name: string): string => name.split('.').at(-1) ?? name;
