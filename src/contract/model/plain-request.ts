import { issuesOf, isValid } from '../../openapi/compile-schema.ts';
import type { Node } from '../../openapi/document/document.ts';
import { NO_CLAUSE } from '../../openapi/operations/clause.ts';
import type { RequestMediaType } from '../../openapi/operations/list-operations.ts';
import { COMMA, fill, joinTexts, NOTHING, type Text, textOf } from '../../text/bilingual.ts';
import { plainValue, typeOf } from '../../values/plain-value.ts';
import { listAtoms } from '../../values/read-rule.ts';
import type { OperationModel } from './contract-model.ts';
import type { Places } from './place-subjects.ts';
import { CONTAINER, HOLDER, numberOf, sampleOf, TOKEN } from './placeholders.ts';
import { jsonOf } from './request.ts';
import type { Subject } from './subject.ts';

/** An operation with one of its media types, and the values that it takes. */
export type RequestModel = Pick<
  OperationModel,
  'key' | 'isMain' | 'operation' | 'media' | 'isJson' | 'isList' | 'example' | 'subjects'
> & {
  /** `x-lasting`: nothing undoes what it does. */
  readonly isLasting: boolean;
};

const MAKEABLE = /[/+]json$|^multipart\/form-data$|^application\/x-www-form-urlencoded$/;
const BEYOND = textOf('its pattern is beyond regular languages, or too large', '其正则超出正则语言或过大');
const LASTING = textOf('never sent: nothing undoes what it does', '从不发送：其效果无法撤销');
const GIVEN = textOf('only the server gives one', '只能由服务器给出');
const NO_VALUE = textOf('no value that keeps its rules', '没有符合其规则的取值');
const NO_EXAMPLE = textOf(', and the document has no example', '，且文档没有示例');
const UNDESCRIBED = textOf('of the unique key, and not described', '属于唯一键，但未描述');
const ITS_BODY = textOf('its body', '请求体');

const because = (what: string | Text, ...why: readonly (string | Text)[]): Text =>
  fill(textOf('{what} ({why})', '{what}（{why}）'), {
    what,
    why: joinTexts(
      why.map((each) => (typeof each === 'string' ? textOf(each) : each)),
      NOTHING,
    ),
  });

const unmakeableFor = (reasons: readonly Text[]): Text | undefined =>
  reasons.length === 0
    ? undefined
    : fill(textOf('no valid request can be made: {reasons}', '无法构造有效请求：{reasons}'), {
        reasons: joinTexts(reasons, COMMA),
      });

/** The plainest valid request, as far as one can be made. */
export const readPlain = (
  { operation, isLasting, subjects, media, example }: RequestModel,
  { nameSubject, containers, records, numbered }: Places,
): Pick<OperationModel, 'plain' | 'plainBody' | 'unmakeable' | 'leftOut'> => {
  const marks = new Map<Subject | undefined, string>();
  for (const subject of containers) marks.set(subject, CONTAINER);
  for (const subject of records) marks.set(subject, HOLDER);
  marks.set(nameSubject, TOKEN);
  const plain: Record<string, string> = {};
  const unmade: Text[] = [];
  const leftOut: Text[] = [];
  for (const subject of subjects) {
    const { ref, name, required, baseline, maker, rule, isFilter } = subject;
    const own = marks.has(subject) ? maker && marks.get(subject) : baseline;
    const value = subject === numbered ? numberOf(0) : own;
    const isWanted = required || (isFilter && subject === nameSubject);
    const why = rule.hasPatterns && !maker ? BEYOND : marks.has(subject) ? GIVEN : NO_VALUE;
    if (value === undefined) (isWanted ? unmade : leftOut).push(because(name, why));
    else if (isWanted) plain[ref] = value;
  }
  for (const ref of Object.values(operation.uniqueKey?.key ?? {}))
    if (!subjects.some((subject) => subject.ref === ref)) unmade.push(because(ref, UNDESCRIBED));
  const isWhole = media !== undefined && !isObject(media.schema, subjects);
  const plainBody = isWhole ? wholeBody(media, example) : undefined;
  if (isWhole && plainBody === undefined) unmade.push(because(ITS_BODY, NO_VALUE, NO_EXAMPLE));
  if (media && !MAKEABLE.test(media.type)) unmade.push(because(ITS_BODY, media.type));
  return { plain, plainBody, unmakeable: isLasting ? LASTING : unmakeableFor(unmade), leftOut };
};

/** Whether a body is made of values, each a subject; else it is one value as a whole. */
const isObject = (schema: Node, subjects: readonly Subject[]): boolean =>
  subjects.some(({ place }) => place === 'body') || typeOf(listAtoms(schema, NO_CLAUSE)) === 'object';

const wholeBody = ({ schema, validate }: RequestMediaType, example: OperationModel['example']): unknown =>
  example && isValid(validate, example.value) ? example.value : plainValue(schema);

/** Adds the optional value that makes the required ones a valid body, where they are none by themselves. */
export const completeBody = (model: OperationModel): OperationModel => {
  const { media, plain, plainBody, unmakeable } = model;
  if (!media || plainBody !== undefined || unmakeable !== undefined) return model;
  const own = model.subjects.filter(({ place }) => place === 'body');
  const bodyWith = (more: Readonly<Record<string, string>>): unknown =>
    jsonOf({ ...model, plain: { ...plain, ...more } }, {}, sampleOf);
  const [issue] = issuesOf(media.validate, bodyWith({}));
  if (!issue) return model;
  const helping = own.filter(
    ({ ref, baseline }) =>
      plain[ref] === undefined && baseline !== undefined && isValid(media.validate, bodyWith({ [ref]: baseline })),
  );
  const best = helping.find(({ type, values }) => type === 'string' && values.length === 0) ?? helping[0];
  const needsOne = own.some(({ required }) => required) ? undefined : issue.clause;
  const isLoose = needsOne !== undefined && model.ambiguityAt('/allOf', 'remove') !== undefined;
  return {
    ...model,
    plain: best?.baseline === undefined ? plain : { ...plain, [best.ref]: best.baseline },
    unmakeable: best ? undefined : unmakeableFor([because(ITS_BODY, `${issue.name} ${issue.keyword}`.trim())]),
    needsOne,
    isOpen: (id) => model.isOpen(id) || (isLoose && id === needsOne.id),
  };
};
