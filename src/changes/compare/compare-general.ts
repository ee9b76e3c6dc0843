import { childNode, type Document, isNode, type Node, textAt } from '../../openapi/document/document.ts';
import { listErrorCodes, listFailures } from '../../openapi/operations/error-codes.ts';
import { type Ambiguity, listAmbiguities } from '../../openapi/overlays/apply-readings.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { createNotes, type Difference, type Note, noteLists } from '../change.ts';
import { compareShapes } from './compare-answers.ts';
import { readShape } from './read-shape.ts';

/**
 * What differs between two documents outside of operations: error bodies and codes, what answers a failure, and the
 * register.
 *
 * @param before with its references resolved, as `after`.
 */
export const compareGeneral = (before: Document, after: Document): Difference[] => {
  const { found, note } = createNotes();
  const [old, now] = [before, after].map((document) => childNode(document as unknown as Node, 'components'));
  if (old && now) {
    const [shape, newShape] = [shapeOf(old), shapeOf(now)];
    // A document that says nothing of error bodies is not one that has none.
    if (shape.size > 0 && newShape.size > 0) compareShapes(shape, newShape, ERROR_PLACE, ERROR, note);
    const idOf = (components: Node): string[] => [textAt(components, 'x-request-id') ?? []].flat();
    noteLists(idOf(old), idOf(now), ['header-added', 'header-removed'], note, () => ({ values: { answer: ANSWER } }));
  }
  compareFailures(before, after, note);
  compareCodes(before, after, note);
  comparePoints(before, after, note);
  return found;
};

/** The place of every error body. */
export const ERROR_PLACE = 'error';

const ERROR = textOf('an error', '错误响应');
const ANSWER = textOf('every answer', '每个响应');

const shapeOf = (components: Node): ReturnType<typeof readShape> => {
  const problem = components['x-problem'];
  const schema = isNode(problem) ? (isNode(problem['schema']) ? problem['schema'] : problem) : undefined;
  return readShape(schema);
};

/** What the engine calls a failure, in words. */
const FAILURES: Readonly<Record<string, Text>> = {
  'credentials-missing': textOf('credentials missing', '未携带凭证'),
  'credentials-refused': textOf('credentials refused', '凭证无效'),
  'path-unknown': textOf('unknown path', '路径不存在'),
  'method-unknown': textOf('unknown method', '方法不支持'),
  'media-type': textOf('wrong media type', '媒体类型错误'),
  'body-unreadable': textOf('unreadable body', '请求体无法解析'),
  'body-too-large': textOf('body too large', '请求体过大'),
  'field-repeated': textOf('repeated field', '字段重复'),
  'field-unknown': textOf('unknown field', '未知字段'),
  invalid: textOf('any other breach', '其他错误'),
  internal: textOf('internal error', '内部错误'),
};

const compareFailures = (before: Document, after: Document, note: Note): void => {
  const [old, now] = [listFailures(before), listFailures(after)];
  for (const failure of new Set([...old.keys(), ...now.keys()])) {
    const [former, code] = [old.get(failure)?.code, now.get(failure)?.code];
    if (former === code) continue;
    const kind = former === undefined ? 'failure-added' : code === undefined ? 'failure-removed' : 'failure-changed';
    const name = FAILURES[failure] ?? textOf(failure.replaceAll('-', ' '));
    note({ kind, place: failure, name, values: { before: textOf(former ?? ''), after: textOf(code ?? '') } });
  }
};

const compareCodes = (before: Document, after: Document, note: Note): void => {
  const [old, now] = [listErrorCodes(before), listErrorCodes(after)];
  noteLists([...old.keys()], [...now.keys()], ['code-added', 'code-removed'], note, (code) => {
    const { status, title, zh } = now.get(code) ?? old.get(code) ?? { status: 0, title: '', zh: '' };
    return { name: textOf(`${code} (${status}, ${title})`, `${code}（${status}，${zh}）`) };
  });
  for (const { code, status } of now.values()) {
    const was = old.get(code)?.status ?? status;
    const values = { before: textOf(String(was)), after: textOf(String(status)) };
    if (was !== status) note({ kind: 'code-status', place: code, name: textOf(code), values });
  }
};

const comparePoints = (before: Document, after: Document, note: Note): void => {
  const [old, now] = [before, after].map(
    (document) => new Map(listAmbiguities(document).map((point) => [point.id, point])),
  );
  for (const point of now?.values() ?? []) {
    const { id, question, zh } = point;
    const same = old?.get(id);
    const about = { place: id, name: textOf(id) };
    if (!same) {
      note({ kind: 'point-added', ...about, values: { question: textOf(question, zh), after: readingOf(point) } });
      continue;
    }
    if (same.chosen !== point.chosen)
      note({
        kind: 'point-default',
        ...about,
        values: { question: textOf(question, zh), before: readingOf(same), after: readingOf(point) },
      });
    const titles = new Map([...same.readings, ...point.readings].map((each) => [each.value, each]));
    const [was, is] = [same, point].map(({ readings }) => readings.map(({ value }) => value));
    noteLists(was ?? [], is ?? [], ['reading-added', 'reading-removed'], note, (value) => ({
      place: id,
      values: { point: textOf(id), title: textOf(titles.get(value)?.title ?? '', titles.get(value)?.zh) },
    }));
  }
  for (const { id, question, zh } of old?.values() ?? [])
    if (!now?.has(id))
      note({ kind: 'point-removed', place: id, name: textOf(id), values: { question: textOf(question, zh) } });
};

/** What the reading in use says. */
const readingOf = ({ readings, chosen }: Ambiguity): Text => {
  const named = readings.find(({ value }) => value === chosen);
  return named ? textOf(named.title, named.zh) : textOf(chosen);
};
