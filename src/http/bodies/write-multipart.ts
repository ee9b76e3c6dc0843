/** A file where a text belongs. */
export interface FileValue {
  readonly filename: string;
  readonly type: string;
  readonly content: string;
}

/** A field of a form, in the order it is sent. */
export type Field = readonly [name: string, value: string | FileValue];

/** The boundary of every form; bodies as they are name it too. */
export const BOUNDARY = 'contract-7MA4YWxkTrZu0gW';

/** The fields as a multipart body (RFC 7578). */
export const multipartText = (fields: readonly Field[]): string => {
  const parts = fields.map(([name, value]) => {
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`;
    return typeof value === 'string'
      ? `${head}\r\n\r\n${value}\r\n`
      : `${head}; filename="${escapeName(value.filename)}"\r\nContent-Type: ${value.type}\r\n\r\n${value.content}\r\n`;
  });
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
};

// As HTML's form encoding does it, so that a name fits into a quoted string.
const escapeName = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
