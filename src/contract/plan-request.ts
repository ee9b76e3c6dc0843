import { type BodyPlan, CONTAINER, type Field, type FileValue, type RequestPlan, TOKEN } from './case.ts';
import type { OperationModel } from './model.ts';
import type { Subject } from './subject.ts';

/** How a request differs from the plainest valid one. */
export interface Changes {
  /** By subject; undefined leaves the value out. */
  readonly set?: Readonly<Record<string, string | FileValue | undefined>>;
  /** Values of a JSON body as they are, by name. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** More fields, sent last. */
  readonly more?: readonly Field[];
  readonly reversed?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: boolean;
  readonly body?: BodyPlan;
}

/** The plainest valid request of an operation, with changes. */
export const planRequest = (model: OperationModel, changes: Changes = {}): RequestPlan => {
  const { operation } = model;
  const { set = {} } = changes;
  const values = (place: Subject['place']): [Subject, string | FileValue][] =>
    model.subjects
      .filter((subject) => subject.place === place)
      .flatMap((subject): [Subject, string | FileValue][] => {
        const value = Object.hasOwn(set, subject.ref)
          ? set[subject.ref]
          : subject.required || model.plainToo.includes(subject.ref)
            ? plainValue(model, subject)
            : undefined;
        return value === undefined ? [] : [[subject, value]];
      });
  const texts = (place: Subject['place']): Record<string, string> =>
    Object.fromEntries(values(place).map(([{ name }, value]) => [name, String(value)]));
  return {
    operation: operation.id,
    method: operation.method,
    template: operation.template,
    path: texts('path'),
    query: joinPairs(values('query')),
    headers: { ...texts('header'), ...changes.headers },
    credentials: changes.credentials ?? true,
    body: changes.body ?? planBody(model, values('body'), changes),
  };
};

/** Query parameters; values that belong to one parameter (`x-pairs`) are joined. */
const joinPairs = (values: readonly (readonly [Subject, string | FileValue])[]): Record<string, string> => {
  const query: Record<string, string> = {};
  for (const [{ name, pairs }, value] of values) {
    if (pairs === undefined) query[name] = String(value);
    else {
      const pair = `${name.slice(pairs.length + 1)}::${String(value)}`;
      query[pairs] = query[pairs] ? `${query[pairs]}|${pair}` : pair;
    }
  }
  return query;
};

/** The value of a subject where nothing is being tested about it. */
export const plainValue = (model: OperationModel, subject: Subject): string => {
  if (subject === model.nameSubject || model.records.includes(subject)) return TOKEN;
  return model.containers.includes(subject) ? CONTAINER : subject.baseline;
};

const planBody = (
  { mediaType }: OperationModel,
  values: readonly (readonly [Subject, string | FileValue])[],
  { more = [], reversed = false, json = {} }: Changes,
): BodyPlan | undefined => {
  if (mediaType === undefined) return undefined;
  if (/[/+]json$/.test(mediaType)) {
    const entries = [
      ...values.map(([subject, value]) => [subject.name, typed(subject, value)] as const),
      ...more,
      ...Object.entries(json),
    ];
    return { kind: 'json', type: mediaType, value: Object.fromEntries(reversed ? entries.toReversed() : entries) };
  }
  const fields: Field[] = [...values.map(([{ name }, value]): Field => [name, value]), ...more];
  return { kind: 'form', type: mediaType, fields: reversed ? fields.toReversed() : fields };
};

const typed = ({ type }: Subject, value: string | FileValue): unknown => {
  if (typeof value !== 'string') return { filename: value.filename };
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (type === 'integer' || type === 'number')
    return value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  return value;
};
