const encoder = new TextEncoder();

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Puts pieces of a body together; texts are written as UTF-8. */
export const bytesOf = (...pieces: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  const parts = pieces.map((piece) => (typeof piece === 'string' ? utf8(piece) : piece));
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
};

/** A body with these parts, each the text of its headers and its content. */
export const multipart = (
  boundary: string,
  parts: readonly (readonly [headers: string, content: string | Uint8Array])[],
): Uint8Array<ArrayBuffer> =>
  bytesOf(
    ...parts.flatMap(([headers, content]) => [`--${boundary}\r\n${headers}\r\n\r\n`, content, '\r\n']),
    `--${boundary}--\r\n`,
  );

/** The headers of a part that is a plain field. */
export const field = (name: string): string => `Content-Disposition: form-data; name="${name}"`;
