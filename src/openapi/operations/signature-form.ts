import { compilePattern } from '../compile-schema.ts';
import { childNode, DocumentError, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';

/** How a request is signed that shows a signature instead of a secret (`x-signature`). */
export interface SignatureForm {
  /** The schemes of `Authorization` that are such a signature, in any case. */
  readonly schemes: RegExp;
  /** Those that can be checked, in upper case, and the key they are made with. */
  readonly keys: Readonly<Record<string, string>>;
  /** The header with the time of the signature, in lower case. */
  readonly date: string;
  /** The header with the digest of the body, in lower case; without it the body itself is digested. */
  readonly digest: string;
  /** Seconds that the time may be off. */
  readonly skew: number;
}

/**
 * Reads the form of the signatures of a security scheme; undefined where it is none of signatures.
 *
 * @throws DocumentError where it can't be read.
 */
export const readSignatureForm = (scheme: Node, pointer: string): SignatureForm | undefined => {
  const node = scheme['x-signature'];
  if (!isNode(node)) return undefined;
  const at = joinPointer(pointer, 'x-signature');
  const skew = Number(node['skew']);
  if (textAt(node, 'schemes') === undefined || !(skew > 0))
    throw new DocumentError(at, 'needs "schemes", a pattern, and "skew", in seconds.');
  return {
    schemes: compilePattern(node['schemes'], joinPointer(at, 'schemes'), 'iu'),
    keys: childNode(node, 'keys') as SignatureForm['keys'],
    date: (textAt(node, 'date') ?? 'date').toLowerCase(),
    digest: (textAt(node, 'digest') ?? '').toLowerCase(),
    skew,
  };
};
