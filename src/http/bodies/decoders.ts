/** What makes a text of bytes. */
interface Decoder {
  readonly decode: (bytes: Uint8Array) => string;
}

/** That of the platform, or ours: what React Native has, or is given, knows UTF-8 alone, and refuses options. */
const decoder = (label: string, options: TextDecoderOptions, own: Decoder['decode']): Decoder => {
  try {
    return new TextDecoder(label, options);
  } catch {
    return { decode: own };
  }
};

const oneByOne = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

const strictly = (bytes: Uint8Array): string => {
  try {
    return decodeURIComponent(
      oneByOne(bytes).replace(/[%\x80-\xff]/g, (each) => `%${each.charCodeAt(0).toString(16)}`),
    );
  } catch {
    throw new TypeError('it is not UTF-8');
  }
};

const anyhow = (bytes: Uint8Array): string => {
  try {
    return strictly(bytes);
  } catch {
    return oneByOne(bytes).replace(/[\x80-\xff]/g, '\ufffd');
  }
};

/** One character a byte. (The platform's maps 0x80-0x9f to other characters; nobody here looks at those.) */
export const bytewise = decoder('latin1', {}, oneByOne);

/**
 * UTF-8, with replacement characters for what is none. A byte order mark is a character of its text: without it a
 * name would keep rules that it breaks.
 */
export const utf8 = decoder('utf-8', { ignoreBOM: true }, anyhow);

/**
 * The text of bytes in a charset; undefined where they are none in it, or nobody here knows it.
 *
 * @param charset as a Content-Type names it. Default: UTF-8, with its byte order mark.
 */
export const decodeText = (bytes: Uint8Array, charset = 'utf-8'): string | undefined => {
  try {
    if (!/^utf-?8$/i.test(charset)) return new TextDecoder(charset, { fatal: true }).decode(bytes);
    const text = utf8.decode(bytes);
    // Sent as such, or put in the place of what is none.
    if (text.includes('\ufffd')) strictUtf8.decode(bytes);
    return text;
  } catch {
    return undefined;
  }
};

/** UTF-8 without its byte order mark. Throws for what is none. */
export const strictUtf8 = decoder('utf-8', { fatal: true }, (bytes) => strictly(bytes).replace(/^\ufeff/, ''));
