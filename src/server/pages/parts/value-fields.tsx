import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

import { childNode, isNode, type Node, textAt } from '../../../openapi/document/document.ts';
import { Options } from '../../../ui/options.tsx';
import { t } from './texts.ts';

/** What was typed, by field; a field that is absent or empty and not required is not sent. */
export type Typed = Readonly<Record<string, string>>;

/** A schema with what its `allOf` adds, as far as a form needs it. */
const flatten = (schema: Node): Node => {
  const parts = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]).filter(isNode).map(flatten) : [];
  const pick = (key: string): unknown => schema[key] ?? parts.find((part) => part[key] !== undefined)?.[key];
  return {
    ...schema,
    type: pick('type'),
    enum: pick('enum'),
    examples: pick('examples'),
    description: pick('description'),
  };
};

const choicesOf = (schema: Node): readonly string[] | undefined => {
  if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[]).map(String);
  return schema['type'] === 'boolean' ? ['true', 'false'] : undefined;
};

/** The value that a text stands for in JSON. What does not fit goes as text, so that a server can refuse it. */
const readValue = (schema: Node, text: string): unknown => {
  const { type } = flatten(schema);
  if (type === 'string' || type === undefined) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** The object that the fields of a schema stand for. */
export const readValues = (schema: Node, typed: Typed): Record<string, unknown> => {
  const properties = childNode(schema, 'properties');
  const given = Object.entries(typed).filter(([name, text]) => text !== '' && name in properties);
  return Object.fromEntries(given.map(([name, text]) => [name, readValue(childNode(properties, name), text)]));
};

/** A field for each property of an object schema. */
export const ValueFields = (props: {
  schema: Node;
  typed: Typed;
  onChange: (typed: Typed) => void;
  /** Properties without a field. */
  hidden?: readonly string[];
  /** Fields to mark as wrong. */
  wrong?: ReadonlySet<string>;
}): JSX.Element => {
  const id = useId();
  const { schema, typed, onChange, hidden = [], wrong } = props;
  const properties = isNode(schema['properties']) ? Object.entries(schema['properties']) : [];
  const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
  return (
    <div class="fields">
      {properties.map(([name, property]) => {
        if (!isNode(property) || hidden.includes(name)) return null;
        const flat = flatten(property);
        const choices = choicesOf(flat);
        const isRequired = required.includes(name);
        const example = Array.isArray(flat['examples']) ? String(flat['examples'][0]) : '';
        const common = {
          id: `${id}-${name}`,
          name,
          value: typed[name] ?? '',
          'aria-invalid': wrong?.has(name) ?? false,
          onInput: (event: { readonly currentTarget: HTMLInputElement | HTMLSelectElement }) =>
            onChange({ ...typed, [name]: event.currentTarget.value }),
        };
        return (
          <div key={name} class="field">
            <label for={common.id}>
              <code>{name}</code> <span class="quiet">{isRequired ? t('required') : (textAt(flat, 'type') ?? '')}</span>
            </label>
            {choices ? (
              <select {...common}>
                <option value="">{t('notSent')}</option>
                <Options of={choices} />
              </select>
            ) : (
              <input type="text" autocomplete="off" spellcheck={false} placeholder={example} {...common} />
            )}
          </div>
        );
      })}
    </div>
  );
};
