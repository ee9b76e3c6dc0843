import type { Field, FileValue } from '../../http/bodies/write-multipart.ts';
import { decodePercent } from '../../http/message.ts';
import { perDocument } from '../../openapi/document/per-document.ts';
import type { Issue } from '../../openapi/operations/issue.ts';
import type { NameMaker } from '../../values/name-maker.ts';
import { coerceText } from '../../values/text-value.ts';
import type { OperationModel } from './contract-model.ts';
import { sampleOf } from './placeholders.ts';
import type { Subject } from './subject.ts';

/** How a request differs from the plainest valid one: plain data, and what diagnosis takes apart. */
export interface Changes {
  /** By subject; undefined leaves the value out. `raw:` in front of a value of path or query keeps it as it is. */
  readonly set?: Readonly<Record<string, string | FileValue | undefined>>;
  /** Values of a JSON body as they are, by name. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** More fields, sent last. */
  readonly more?: readonly Field[];
  readonly reversed?: boolean;
  readonly credentials?: false;
  /** The whole text of a query parameter; undefined leaves it out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** A body as it is, whatever its values. */
  readonly body?: { readonly type: string | undefined; readonly text: string };
}

/** What must come of a request where its values do not tell: a body or a spelling as it is. */
export interface Given {
  readonly outcome: 'success' | 'refusal';
  /** Whether a refusal is as good. */
  readonly mayRefuse?: boolean;
  /** Exact statuses, or classes (`4xx`). Default: those of the model. */
  readonly statuses?: readonly string[];
}

/** A refusal is as good as an acceptance; a failure is neither. */
export const MAY_REFUSE: Given = { outcome: 'success', mayRefuse: true };

/** A request before its names are filled in: plain data. */
export interface RequestPlan {
  /** Key of a model. */
  readonly model: string;
  readonly changes: Changes;
  readonly given?: Given;
}

/** Marks a value of path or query that goes out as it stands. */
export const RAW = 'raw:';

/** Puts texts in the place of the placeholders of a value. */
export type Fill = (value: string, maker: NameMaker | undefined) => string;

/** The values that a request has, in the order of the document. */
export const valuesOf = (model: OperationModel, changes: Changes): [Subject, string | FileValue][] => {
  const values: [Subject, string | FileValue][] = [];
  for (const subject of model.subjects) {
    const value = valueAt(model, changes, subject.ref);
    if (value !== undefined) values.push([subject, value]);
  }
  return values;
};

const valueAt = (model: OperationModel, { set }: Changes, ref: string): string | FileValue | undefined =>
  set && Object.hasOwn(set, ref) ? set[ref] : model.plain[ref];

/** The value of one subject. */
export const valueIn = (model: OperationModel, changes: Changes, ref: string | undefined): string | undefined => {
  const value = model.subjects.some((subject) => subject.ref === ref) ? valueAt(model, changes, ref ?? '') : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** The texts of the query parameters; values that belong to one parameter (`x-pairs`) are joined. */
export const queryOf = (model: OperationModel, changes: Changes, fill: Fill): Record<string, string> => {
  const query: Record<string, string> = {};
  for (const [{ place, name, pairs, maker }, value] of valuesOf(model, changes)) {
    if (place !== 'query') continue;
    const text = fill(String(value), maker);
    if (pairs === undefined) query[name] = text;
    else {
      const pair = `${name.slice(pairs.length + 1)}::${text}`;
      query[pairs] = query[pairs] === undefined ? pair : `${query[pairs]}|${pair}`;
    }
  }
  for (const [name, text] of Object.entries(changes.query ?? {}))
    if (text === undefined) delete query[name];
    else query[name] = fill(text, model.nameSubject?.maker);
  return query;
};

/** The value of a JSON body. */
export const jsonOf = (model: OperationModel, changes: Changes, fill: Fill): unknown => {
  if (model.plainBody !== undefined) return model.plainBody;
  const entries = [
    ...bodyValues(model, changes).map(([{ name, maker, type }, value]) => [
      name,
      typeof value === 'string' ? coerceText(fill(value, maker), type) : value.filename,
    ]),
    ...moreOf(model, changes, fill),
    ...Object.entries(changes.json ?? {}),
  ];
  const body = Object.fromEntries(changes.reversed ? entries.toReversed() : entries);
  if (!model.isList) return body;
  // A list of one item, which is an object of the values, or the only one.
  return model.subjects.some(({ ref }) => ref === 'body[]') ? Object.values(body) : [body];
};

/** The fields of a form. */
export const fieldsOf = (model: OperationModel, changes: Changes, fill: Fill): readonly Field[] => {
  const fields = [
    ...bodyValues(model, changes).map(([{ name, maker }, value]): Field => [name, filled(value, maker, fill)]),
    ...moreOf(model, changes, fill),
  ];
  return changes.reversed ? fields.toReversed() : fields;
};

const filled = (value: string | FileValue, maker: NameMaker | undefined, fill: Fill): string | FileValue =>
  typeof value === 'string' ? fill(value, maker) : { ...value, content: fill(value.content, maker) };

const moreOf = ({ subjects }: OperationModel, { more = [] }: Changes, fill: Fill): readonly Field[] =>
  more.map(([name, value]) => {
    const subject = subjects.find((each) => each.place === 'body' && each.name === name);
    return [name, filled(value, subject?.maker, fill)];
  });

const bodyValues = (model: OperationModel, changes: Changes): [Subject, string | FileValue][] =>
  valuesOf(model, changes).filter(([{ place }]) => place === 'body');

/** A rule that a request breaks. */
export interface Breach {
  /** Id of its clause; the keyword where it has none. */
  readonly clause: string;
  /** What it is answered with. */
  readonly status: string;
  /** Whether the rule is a point on which the source is silent. */
  readonly isOpen: boolean;
  /** The place of the value: `path.namespace`. */
  readonly ref: string;
}

/** Every rule that the values of a request break, as the document has it. Empty for a valid request. */
export const brokenBy = (model: OperationModel, changes: Changes): readonly Breach[] => breachesOf(model)(changes);

// Who makes a case, judges its answers and cleans up asks for the same.
const breachesOf = perDocument((model: OperationModel) =>
  perDocument((changes: Changes) => readBreaches(model, changes)),
);

const readBreaches = (model: OperationModel, changes: Changes): readonly Breach[] => {
  const issues: Issue[] = [];
  addParameterIssues(model, changes, issues);
  if (model.media && changes.body === undefined) {
    const body = model.isJson ? jsonOf(model, changes, sampleOf) : formOf(model, changes);
    model.media.validate(body, '', { location: 'body', issues });
  }
  const breaches = new Map<string, Breach>();
  for (const { clause, keyword, code, location, name } of issues) {
    const [id, ref] = [clause?.id ?? keyword, `${location}.${name}`.replace(/^body\.\[\d+\]/, 'body[]')];
    const status = code === undefined ? model.refusal : model.statusOf(code);
    const isOpen = clause !== undefined && model.isOpen(clause.id);
    if (!breaches.has(`${id} ${ref}`)) breaches.set(`${id} ${ref}`, { clause: id, status, isOpen, ref });
  }
  return [...breaches.values()];
};

const addParameterIssues = (model: OperationModel, changes: Changes, issues: Issue[]): void => {
  const query = queryOf(model, changes, sampleOf);
  const values = new Map(valuesOf(model, changes).map(([subject, value]) => [subject.ref, { subject, value }]));
  for (const { name, in: location, scope, required, pairs, validate } of model.operation.parameters) {
    const report = (keyword: string): void => {
      issues.push({ location, name, keyword, clause: scope.clause, code: scope.codeOf[keyword] ?? scope.code });
    };
    const found = values.get(`${location}.${name}`);
    const own = found && sampleOf(String(found.value), found.subject.maker);
    const sent = location === 'query' ? query[name] : own;
    const text = sent === undefined ? undefined : unraw(sent);
    // A piece of a path that is empty is a missing parameter.
    if (text === undefined || (text === '' && location === 'path')) {
      if (required) report('required');
      continue;
    }
    const value = pairs ? readPairs(model, name, text) : coerceText(text, found?.subject.type ?? 'string');
    if (value === undefined) report('pairs');
    else validate(value, name, { location, issues });
  }
};

/** The object that a text of pairs makes, its names and values as they are written; undefined where it is none. */
const readPairs = (model: OperationModel, parameter: string, text: string): Record<string, unknown> | undefined => {
  const pairs = text === '' ? [] : text.split('|').map((pair) => pair.split('::'));
  if (pairs.some(({ length }) => length < 2)) return undefined;
  return Object.fromEntries(
    pairs.map(([key = '', ...rest]) => {
      const subject = model.subjects.find(
        ({ name, pairs: own }) => own === parameter && name === `${parameter}.${key}`,
      );
      return [key, coerceText(rest.join('::'), subject?.type ?? 'string')];
    }),
  );
};

/** The members of a form as its schema sees them. */
const formOf = (model: OperationModel, changes: Changes): Record<string, unknown> =>
  Object.fromEntries([
    ...(changes.more ?? []),
    ...bodyValues(model, changes).flatMap(([{ name, schema, maker, type }, value]) => {
      const isAbsent = typeof value !== 'string' || (value === '' && schema['x-empty'] === 'absent');
      return isAbsent ? [] : [[name, coerceText(sampleOf(value, maker), type)]];
    }),
  ]);

/** A value as the server reads it. */
export const unraw = (text: string): string => (text.startsWith(RAW) ? decodePercent(text.slice(RAW.length)) : text);

/** Whether two values of a subject are the same as they are planned. */
export const isSameValue = (one: string | FileValue | undefined, two: string | FileValue | undefined): boolean =>
  one === two || JSON.stringify(one) === JSON.stringify(two);
