export const TEXT_TYPES = ['string', 'integer', 'number', 'boolean'] as const;

/** What a text stands for; `other` for JSON. */
export type TextType = (typeof TEXT_TYPES)[number] | 'other';

/** A value of JSON as a text. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A text as a value of a type; left as it is where it is none. */
export const coerceText = (text: string, type: TextType): unknown => {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer' || type === 'number') return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
