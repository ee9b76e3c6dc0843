import { textOf } from '../../text/bilingual.ts';
import type { Step } from '../cases/case.ts';
import { ofLength } from '../cases/word-cases.ts';
import { sampleOf, TOKEN } from '../model/placeholders.ts';
import type { OperationModel } from '../model/read-model.ts';
import type { Subject } from '../model/subject.ts';
import { badValues, bodyFields, type LawKit, LONGEST, samples } from './law-kit.ts';
import type { Shown } from './world.ts';

/** What one operation does to records, all that look at them show: made, changed, deleted, refused. */
export const addRecordLaws = (kit: LawKit): void => {
  for (const [index, view] of kit.of('read', 'list', 'exists').entries()) {
    const first = index === 0 ? 1 : 2;
    addCreation(kit, view);
    for (const update of kit.of('update')) addUpdate(kit, update, view, first);
    for (const deletion of kit.of('delete')) addDeletion(kit, deletion, view, first);
    addRefusals(kit, view);
    addUnusualNames(kit, view);
  }
  for (const deletion of kit.of('delete')) addAfterDeletion(kit, deletion);
  for (const model of kit.of('read', 'update', 'delete')) addApart(kit, model);
};

const otherValue = (field: Subject, value: string | undefined): string | undefined =>
  samples(field).find((each) => each !== value);

const addCreation = (kit: LawKit, view: OperationModel): void => {
  const { creator, make, creates, asks, watches, fields, last, add } = kit;
  const { id } = view.operation;
  const law = { law: `shown-by-${id}`, act: creator };
  const [made, second, all] = [make(), make({}, {}, 1), make(last)];
  add({ ...law, rank: 1 }, 'plain', textOf(`${id} shows what was created`, `${id} 显示所创建的内容`), [
    creates(made),
    asks(view, made),
  ]);
  for (const field of fields)
    for (const value of samples(field)) {
      const about = { ...law, kind: field.name, clauses: [field.presence?.id] };
      const own = make({ [field.record]: value });
      const title = textOf(`${id} shows ${field.name} as it was sent`, `${id} 按发送的值显示 ${field.name}`);
      add(about, `${field.name}=${value}`, title, [creates(own), asks(view, own)]);
    }
  const others = kit.of('read', 'list').filter((other) => other !== view);
  const alike = [creates(all), asks(view, all, all), ...others.map((other) => asks(other, all))];
  add(
    law,
    'all',
    textOf(
      `${id} shows every value, twice the same, as others show it`,
      `${id} 显示每个值，两次相同，且与其他接口一致`,
    ),
    alike,
  );
  const before = [watches(view, made, ...creates(made)), asks(view, second)];
  add(
    { ...law, alone: true },
    'before',
    textOf(`${id} finds nothing before, and the record once it was created`, `${id} 在创建前查不到记录，创建后查得到`),
    before,
  );
  const beside = [creates(made, second), asks(view, made, second)];
  add(
    law,
    'beside another',
    textOf(`${id} shows each of two records as it is`, `${id} 如实显示两条记录中的每一条`),
    beside,
  );
  for (const [property, key] of kit.elsewhere) {
    const other = make(last, key);
    const apart = [creates(made), asks(view, other), creates(other), asks(view, made, other)];
    add(
      law,
      `elsewhere ${property}`,
      textOf(`${id} tells records of one name in two places apart`, `${id} 能区分两处的同名记录`),
      apart,
    );
  }
};

/** A changed value is changed, and no other is; what moves with every change has moved. */
const addUpdate = (kit: LawKit, update: OperationModel, view: OperationModel, first: 1 | 2): void => {
  const { make, creates, does, asks, watches, last, add } = kit;
  const { id, effect } = view.operation;
  const law = { law: `changed-for-${id}`, act: update };
  const fields = bodyFields(update);
  // Values that no default has: what an update forgets to keep then shows.
  const start = make({ ...last, ...kit.set });
  // What an update must send besides: the record's own values. A few milliseconds, so that a clock moves.
  const change = (values: Shown, held: Shown = start.values): Step => {
    const own = fields.filter(({ required }) => required).map(({ record }) => [record, held[record] ?? '']);
    return { ...does(update, start, { ...Object.fromEntries(own), ...values }), wait: 3 };
  };
  const changed: Record<string, string> = {};
  for (const [index, field] of fields.entries()) {
    const { name, record } = field;
    const value = otherValue(field, start.values[record]);
    if (value === undefined) continue;
    changed[record] = value;
    const about = { ...law, kind: name, clauses: [field.presence?.id] };
    const once = [creates(start), watches(view, start, change({ [record]: value }))];
    add(
      { ...about, rank: index === 0 ? first : 2 },
      name,
      textOf(`${id} shows ${name} changed, and nothing else`, `${id} 显示 ${name} 已更改，其余不变`),
      once,
    );
    for (const each of samples(field)) {
      const other = make({ ...start.values, [record]: otherValue(field, each) ?? each });
      const rank = effect?.kind === 'read' ? 2 : 3;
      const steps = [creates(other), change({ [record]: each }), asks(view, start)];
      add(
        { ...about, rank },
        `${name}=${each}`,
        textOf(`${id} shows ${name} as it was changed`, `${id} 显示更改后的 ${name}`),
        steps,
      );
    }
  }
  const atOnce = [creates(start), watches(view, start, change(changed))];
  add(law, 'all at once', textOf(`${id} shows all values changed at once`, `${id} 显示一次更改的所有值`), atOnce);
  const [one, two] = Object.entries(changed).map(([record, value]) => ({ [record]: value }));
  if (one && two) {
    const steps = [creates(start), change(one), change(two, { ...start.values, ...one }), asks(view, start)];
    add(
      law,
      'one after the other',
      textOf('a change lasts when another value is changed', '更改其他值时，先前的更改保持不变'),
      steps,
    );
  }
  // With the values of the first before it is changed: what changes both then shows.
  const beside = [['name', make(start.values, {}, 1)] as const];
  const elsewhere = kit.elsewhere.map(([place, key]) => [place, make(start.values, key)] as const);
  for (const [kind, made] of [...beside, ...elsewhere]) {
    const steps = [creates(start, made), watches(view, made, change(changed))];
    const title = textOf(`${id} shows another record (${kind}) as it was`, `${id} 显示另一条记录（${kind}）保持原样`);
    add({ law: 'changes-no-other', act: update, kind }, `${kind} ${id}`, title, steps);
  }
  const missing = [asks(update, start), asks(view, start)];
  const title = textOf(
    `${update.operation.id} of what is not there makes nothing`,
    `对不存在的内容，${update.operation.id} 不创建任何东西`,
  );
  add({ law: 'refused-changes-nothing', act: update }, `missing for ${id}`, title, missing);
};

/** What was deleted is gone, and nothing else is. */
const addDeletion = (kit: LawKit, deletion: OperationModel, view: OperationModel, rank: 1 | 2): void => {
  const { make, longer, creates, does, asks, watches, add } = kit;
  const { id, effect } = view.operation;
  const law = { law: `deleted-for-${id}`, act: deletion };
  // Whether a list finds parts of names is often left open.
  const [made, beside] = [make(), effect?.kind === 'list' ? make({}, {}, 1) : longer()];
  const removal = does(deletion, made);
  const gone = [creates(made, beside), watches(view, made, removal), asks(view, beside)];
  const title = textOf(
    `${id} no longer finds what was deleted, but what stands beside it`,
    `${id} 查不到已删除的内容，但查得到旁边的内容`,
  );
  add({ ...law, rank, alone: effect?.kind === 'list' }, 'gone', title, gone);
  const below = kit.below();
  if (below) {
    const stays = textOf('what has a longer path stays', '路径更长的内容保留不变');
    add({ ...law, kind: 'path' }, 'a path below', stays, [creates(made, below), removal, asks(view, below)]);
  }
  for (const [kind, key] of kit.elsewhere) {
    const steps = [creates(made, make({}, key)), removal, asks(view, made, make({}, key))];
    add(
      { ...law, kind },
      `elsewhere ${kind}`,
      textOf('what has the same name in another place stays', '另一处的同名内容保留不变'),
      steps,
    );
  }
  const { sequence } = kit.resource;
  const third = make({}, {}, 2);
  const isTold = sequence !== undefined && effect?.kind === 'read' && view.answer.properties.includes(sequence);
  if (isTold)
    add(
      { ...law, act: kit.creator, kind: sequence },
      'another number',
      textOf(`what is created after a deletion has another ${sequence}`, `删除之后创建的内容具有另一个 ${sequence}`),
      [creates(made, make({}, {}, 1)), asks(view, made, make({}, {}, 1)), removal, creates(third), asks(view, third)],
    );
  for (const [key, again] of kit.isNumbered ? [] : Object.entries({ first: make(kit.first), plain: made })) {
    const steps = [creates(make(kit.last)), removal, creates(again), asks(view, again)];
    add(law, `again ${key}`, textOf('what is created again has its new values', '重新创建的内容具有新值'), steps);
  }
};

/** What was deleted can neither be changed nor deleted, and its name is free again, once. */
const addAfterDeletion = (kit: LawKit, deletion: OperationModel): void => {
  const { creator, make, creates, does, asks, add } = kit;
  const made = make();
  const start = [creates(made, make({}, {}, 1)), does(deletion, made)];
  const law = { law: 'deleted', act: deletion };
  const missing = { ...law, clauses: [deletion.operation.requires.at(-1)?.clause] };
  add(missing, 'deleted again', textOf('deleting what was deleted is refused', '再次删除已删除的内容会被拒绝'), [
    ...start,
    asks(deletion, made),
  ]);
  for (const update of kit.of('update')) {
    const title = textOf(
      `${update.operation.id} no longer changes what was deleted`,
      `${update.operation.id} 不再更改已删除的内容`,
    );
    add(law, update.key, title, [...start, asks(update, made)]);
  }
  if (kit.isNumbered) return;
  const free = { ...law, kind: 'deleted', clauses: [creator.clauseOf.conflict] };
  const title = textOf('what was deleted can be created again, and once only', '已删除的内容可以再创建，且只能一次');
  add(free, 'created again', title, [...start, asks(creator, made, made)]);
};

/** The number of a record is none in another place: who knows it there must not get at the record. */
const addApart = ({ creator, resource, make, creates, asks, apart, add }: LawKit, model: OperationModel): void => {
  const { id, requires } = model.operation;
  const made = make();
  for (const [property, key] of apart) {
    const law = {
      law: 'apart',
      act: model,
      kind: property,
      clauses: [requires.at(-1)?.clause, creator.clauseOf.success],
    };
    const number = resource.key.at(-1);
    const title = textOf(
      `${id} finds what a ${number} names in its own ${property} only`,
      `${id} 只在其所属的 ${property} 中查得到 ${number} 所指的内容`,
    );
    add(law, property, title, [creates(made), asks(model, make({}, key), made)]);
  }
};

/** A refused request changes nothing. */
const addRefusals = (kit: LawKit, view: OperationModel): void => {
  const { creator, make, creates, asks, asksWith, watches, add } = kit;
  const { id } = view.operation;
  const law = { law: 'refused-changes-nothing', act: creator };
  const made = make(kit.last);
  const duplicate = [creates(made), watches(view, made, ...asks(creator, make(kit.first)))];
  if (!kit.isNumbered)
    add(law, `duplicate for ${id}`, textOf('a duplicate changes nothing', '重复创建不改变任何内容'), duplicate);
  // The worst value of each.
  for (const [{ name, ref }, bad] of new Map(badValues(creator))) {
    const steps = [asksWith(creator, made, { [ref]: bad }), asks(view, made)];
    add(
      { ...law, kind: name },
      `${name} for ${id}`,
      textOf(`a creation with a bad ${name} creates nothing`, `${name} 无效的创建请求不创建任何内容`),
      steps,
    );
  }
  for (const update of kit.of('update')) {
    const fields = bodyFields(update);
    const bad = fields.find((field) => !field.isValid('nonsense'));
    if (!bad) continue;
    const others = fields.filter((field) => field !== bad);
    const set = Object.fromEntries(others.map((field) => [field.ref, otherValue(field, made.values[field.record])]));
    const refused = asksWith(update, made, { ...set, [bad.ref]: 'nonsense' });
    const title = textOf(`a change with a bad ${bad.name} changes nothing`, `${bad.name} 无效的更改不改变任何内容`);
    add({ ...law, act: update }, `${update.key} for ${id}`, title, [creates(made), watches(view, made, ...refused)]);
  }
};

/** Names that a rule allows and a route may not: each operation must find them. */
const addUnusualNames = (kit: LawKit, view: OperationModel): void => {
  const { creator, named, creates, does, asks, add } = kit;
  const { id, effect } = view.operation;
  const { rule, maker, isValid } = creator.nameSubject ?? {};
  if (!creator.nameSubject || !rule || !maker || !isValid) return;
  const isName = (word: string): boolean => isValid(sampleOf(word, maker));
  const addName = (word: string, kind: string, beside: readonly string[] = [], level: 'must' | 'should' = 'must') => {
    const made = named(word);
    const done = acts.map((model) => ({ ...does(model, made, kit.last), setup: false }));
    const title = textOf(
      `${id} finds a name with ${JSON.stringify(kind)}`,
      `${id} 查得到含 ${JSON.stringify(kind)} 的名称`,
    );
    const long = textOf(`${id} finds the longest name`, `${id} 查得到最长的名称`);
    const law = { law: 'unusual-names', act: creator, kind, level };
    const key = kind === 'longest' ? `longest ${id}` : `${word} ${id}`;
    add(law, key, kind === 'longest' ? long : title, [creates(made, ...beside.map(named)), asks(view, made), done]);
  };
  const acts = effect?.kind === 'read' ? [...kit.of('update'), ...kit.of('delete')] : [];
  const longest = rule.hasPatterns && rule.most <= LONGEST ? ofLength(creator.nameSubject, rule.most) : undefined;
  if (longest !== undefined) addName(longest, 'longest');
  if (!rule.automaton) {
    for (const [sign, level] of FREE_SIGNS)
      if (isName(`${TOKEN}${sign}b`)) addName(`${TOKEN}${sign}b`, sign, [], level);
    return;
  }
  const all = rule.automaton.classes.map(({ sample }) => sample);
  const [plain, ...pieces] = all.filter((sample) => isName(`${TOKEN}${sample}${TOKEN}`));
  // The same to the rule as others, but not to a path.
  const written = [view, ...acts].flatMap(({ subjects }) => subjects.flatMap(({ pathEscape = [] }) => pathEscape));
  const escaped = written.map(([sign]) => sign).filter((sign) => isName(`${TOKEN}${sign}${TOKEN}`));
  for (const kind of new Set([...pieces, ...escaped])) {
    const word = [`${TOKEN}${kind}`, `${TOKEN}${kind}${plain}`].find(isName);
    if (word === undefined) continue;
    // A list that takes a sign for any character finds this one too.
    addName(word, kind, effect?.kind === 'list' && plain !== undefined ? [word.replace(kind, plain)] : []);
    const twice = `${TOKEN}${kind}${plain}${kind}${plain}`;
    if (escaped.includes(kind) && isName(twice)) addName(twice, `${kind}${kind}`);
  }
};

/** Signs in a name for which the document has no rule; of what names something of others, the plainest must be taken. */
const FREE_SIGNS: readonly (readonly [sign: string, level: 'must' | 'should'])[] = [
  ['.', 'should'],
  ['-', 'must'],
  ['_', 'must'],
  [' ', 'should'],
  ['\u4ed3', 'should'],
];
