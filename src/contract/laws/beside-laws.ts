import { textOf } from '../../text/bilingual.ts';
import { nameOf, sampleOf, TOKEN } from '../model/placeholders.ts';
import type { OperationModel, Resource } from '../model/read-model.ts';
import { badValues, bodyFields, type LawKit, longerName, type Made, samples } from './law-kit.ts';

/** What stands beside a record, or holds it, is another one: a name like its own, and what it lies in. */
export const addBesideLaws = (kit: LawKit): void => {
  addStrangers(kit);
  const holder = holderOf(kit, kit.resource);
  if (!holder) return;
  const above = holderOf(kit, holder.resource);
  for (const view of kit.of('read', 'list', 'exists')) {
    addHolder(kit, holder, view);
    if (above) addHolder(kit, above, view, holder);
    addUpdated(kit, holder, view);
  }
  addKept(kit, holder);
  addRefusedHolder(kit, holder);
};

/** Names that a server may take for that of a record that is there. */
const STRANGERS: readonly (readonly [kind: string, name: string, like: string])[] = [
  ['another case', `${TOKEN}b`, `${TOKEN}B`],
  ['another separator', `${TOKEN}-b`, `${TOKEN}_b`],
  ['the ending of a file', TOKEN, `${TOKEN}.json`],
  ['a blank behind it', TOKEN, `${TOKEN} `],
];

/** Only its own name finds a record, and changes or deletes it. */
const addStrangers = ({ creator, nameLevel, named, creates, asks, of, add }: LawKit): void => {
  const { nameSubject: name } = creator;
  if (!name?.maker) return;
  const isFolded = name.schema['x-fold-case'] === true;
  for (const model of of('read', 'exists', 'update', 'delete'))
    for (const [kind, own, like] of STRANGERS) {
      if (!name.isValid(sampleOf(own, name.maker)) || (isFolded && own.toLowerCase() === like.toLowerCase())) continue;
      const { id, requires } = model.operation;
      const clauses = [requires.at(-1)?.clause];
      const title = textOf(
        `${id} takes no other name for that of a record (${kind})`,
        `${id} 不把其他名称当作某条记录的名称（${kind}）`,
      );
      const steps = [creates(named(own)), asks(model, named(like))];
      add({ law: 'takes-no-other-name', act: model, kind, clauses, level: nameLevel }, kind, title, steps);
    }
};

/** What holds the records of a kind: how it is made, found and deleted, and one of it. */
interface Holder {
  readonly resource: Resource;
  readonly creation: OperationModel;
  readonly deletion: OperationModel | undefined;
  readonly view: OperationModel | undefined;
  /** Whether it lies in nothing else. */
  readonly isRoot: boolean;
  /** A record in one of its own, where it is the root; else the plainest. */
  readonly made: Made;
  readonly held: Made;
}

const holderOf = ({ contract, make }: LawKit, { parent, key: ownKey }: Resource): Holder | undefined => {
  const resource = contract.resources.find(({ collection }) => collection === parent);
  const ofKind = (kind: string) => resource?.operations.find(({ operation }) => operation.effect?.kind === kind);
  const creation = ofKind('create');
  if (!resource || !creation) return undefined;
  // What holds everything is made on purpose: elsewhere it may come into being with what it holds.
  const isRoot = resource.parent === undefined;
  const made = isRoot ? make({}, { [ownKey[0] ?? '']: nameOf(8) }) : make();
  const needed = bodyFields(creation).filter(({ required, ref }) => required && ref !== creation.nameSubject?.ref);
  const held: Made = {
    key: keyOf(resource, made),
    values: Object.fromEntries(
      needed.map(({ record, ref, baseline = '' }) => [record, creation.plain[ref] ?? baseline]),
    ),
  };
  return { resource, creation, deletion: ofKind('delete'), view: ofKind('read'), isRoot, made, held };
};

/**
 * Where what holds a record is deleted, the record is gone with it, or the deletion is refused.
 *
 * @param within what lies in what is deleted, and holds the record.
 */
const addHolder = (kit: LawKit, holder: Holder, view: OperationModel, within?: Holder): void => {
  const { resource, make, creates, does, asks } = kit;
  const { deletion, creation: again, isRoot, made, held } = holder;
  const { id } = view.operation;
  if (!deletion) return;
  const between = within ? [does(within.creation, { ...within.held, key: keyOf(within.resource, made) })] : [];
  const renewed = [does(deletion, held), does(again, held), ...between];
  // What holds another record may have a name that begins the same.
  const [root = ''] = resource.key;
  const name = longerName(again.nameSubject, nameOf(8));
  const beside = isRoot && !within ? [make({}, { [root]: name })] : [];
  const besides = beside.map(() =>
    does(again, { ...held, key: { ...held.key, [holder.resource.key[0] ?? '']: name } }),
  );
  const steps = [
    isRoot ? [does(again, held)] : [],
    besides,
    between,
    creates(made, ...beside),
    renewed,
    asks(view, made, ...beside),
  ];
  const open = deletion.ambiguityAt(deletion.operation.pointer, 'x-requires-none');
  const level = open === undefined ? 'must' : 'should';
  const title = textOf(`${id} no longer finds what lay in what was deleted`, `${id} 查不到已删除内容之中的内容`);
  kit.add({ law: 'deleted-with-all', act: deletion, clauses: [open], level }, id, title, steps);
};

/** The key of what a record lies in, which is the beginning of its own. */
const keyOf = ({ key }: Resource, made: Made): Made['key'] =>
  Object.fromEntries(key.map((property, index) => [property, Object.values(made.key)[index] ?? '']));

/** What lies in a record is there when that was updated. */
const addUpdated = ({ creates, does, asks, add }: LawKit, holder: Holder, view: OperationModel): void => {
  const { resource, creation, isRoot, made, held } = holder;
  for (const update of resource.operations.filter(({ operation }) => operation.effect?.kind === 'update')) {
    const values = Object.fromEntries(bodyFields(update).map((field) => [field.record, samples(field).at(-1) ?? '']));
    const steps = [isRoot ? [does(creation, held)] : [], creates(made), does(update, held, values), asks(view, made)];
    const { id } = view.operation;
    const title = textOf(`${id} still finds what lies in what was updated`, `更新之后，${id} 仍能查到其中的内容`);
    add({ law: 'keeps-what-it-holds', act: update }, id, title, steps);
  }
};

/** What holds records stays when the last of them is deleted. */
const addKept = ({ creates, does, asks, of, add }: LawKit, { creation, view, isRoot, made, held }: Holder): void => {
  if (!view) return;
  for (const deletion of of('delete')) {
    const { id } = deletion.operation;
    const steps = [isRoot ? [does(creation, held)] : [], creates(made), does(deletion, made), asks(view, held)];
    const title = textOf(
      `${id} of the last record leaves what it lay in`,
      `${id} 删除最后一条记录后，其所属的容器仍在`,
    );
    add({ law: 'keeps-the-holder', act: deletion }, view.operation.id, title, steps);
  }
};

/** A refused request does not make what its record would lie in either. */
const addRefusedHolder = ({ creator, asks, asksWith, add }: LawKit, { view, isRoot, made, held }: Holder): void => {
  const [bad] = badValues(creator);
  if (!view || !isRoot || !bad || creator.operation.requires.length > 0) return;
  const [{ ref, name }, value] = bad;
  const steps = [asksWith(creator, made, { [ref]: value }), asks(view, held)];
  const title = textOf(
    `a creation with a bad ${name} does not make what it would lie in`,
    `${name} 无效的创建请求不会创建其所属的容器`,
  );
  add({ law: 'refused-changes-nothing', act: creator }, `for ${view.operation.id}`, title, steps);
};
