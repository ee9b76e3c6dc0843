import { childNode, type Document, DocumentError, isNode, type Node, textAt } from '../document/document.ts';
import { joinPointer } from '../document/json-pointer.ts';
import { readSignatureForm, type SignatureForm } from './signature-form.ts';

/** How a client may prove who it is; each alternative lists the schemes it needs together. */
export type SecurityAlternative = readonly SecurityScheme[];
export interface SecurityScheme {
  readonly type: string;
  /** `http`: the authentication scheme in lower case. */
  readonly scheme: string;
  /** `apiKey`: where it stands and its name (a header's in lower case). */
  readonly in: string;
  readonly name: string;
  /** `x-signature`: its credentials are a signature of the request. */
  readonly signature: SignatureForm | undefined;
  /** How to send it, for people: `Authorization: Bearer …`. */
  readonly label: string;
}

/** Whatever gives them out, their tokens are sent as bearer tokens. */
const BY_TOKEN = new Set(['oauth2', 'openIdConnect']);

/**
 * Reads how a client may prove who it is; empty where nobody has to.
 *
 * @param requirements the `security` of an operation or of the document.
 * @param pointer where the operation stands.
 * @throws DocumentError for a scheme that the document does not define.
 */
export const listSecurity = (root: Node, requirements: unknown, pointer: string): SecurityAlternative[] => {
  if (!Array.isArray(requirements)) return [];
  const schemes = childNode(childNode(root, 'components'), 'securitySchemes');
  const alternatives = requirements.map((requirement: Node) =>
    Object.keys(requirement).flatMap((name) => {
      const scheme = schemes[name];
      if (!isNode(scheme)) throw new DocumentError(pointer, `unknown security scheme "${name}".`);
      const type = textAt(scheme, 'type') ?? '';
      // A certificate shows below HTTP.
      if (type === 'mutualTLS') return [];
      const httpScheme = textAt(scheme, 'scheme') ?? (BY_TOKEN.has(type) ? 'bearer' : '');
      const key = textAt(scheme, 'name') ?? '';
      return [
        {
          type,
          scheme: httpScheme.toLowerCase(),
          in: textAt(scheme, 'in') ?? '',
          name: scheme['in'] === 'header' ? key.toLowerCase() : key,
          signature: readSignatureForm(scheme, joinPointer('', 'components', 'securitySchemes', name)),
          label:
            type === 'apiKey'
              ? `${key}: …`
              : `Authorization: ${httpScheme.replace(/^[a-z]/, (letter) => letter.toUpperCase())} …`,
        },
      ];
    }),
  );
  // An empty requirement means that no credentials are needed.
  return alternatives.some((alternative) => alternative.length === 0) ? [] : alternatives;
};

/** The header that a token goes out in. */
export interface TokenHeader {
  /** As the document writes it: `Authorization`. */
  readonly name: string;
  /** What stands before the token: `Bearer `. */
  readonly before: string;
}

/** The header with a token in it, its name in small letters. */
export const writeToken = ({ name, before }: TokenHeader, token: string): Record<string, string> => ({
  [name.toLowerCase()]: before + token,
});

/** For people: `Authorization: Bearer …`. */
export const sayTokenHeader = ({ name, before }: TokenHeader): string => `${name}: ${before}…`;

const BEARER: TokenHeader = { name: 'Authorization', before: 'Bearer ' };

/**
 * The header that a token goes out in: that of the first way to show credentials that is a token alone, else a bearer
 * token's.
 */
export const tokenHeader = (document: Document): TokenHeader => {
  const root = document as unknown as Node;
  const operations = Object.values(childNode(root, 'paths')).flatMap((item) =>
    isNode(item) ? Object.values(item) : [],
  );
  const [requirements] = [root, ...operations.filter(isNode)].flatMap(({ security }) =>
    Array.isArray(security) && security.length > 0 ? [security] : [],
  );
  for (const [scheme, another] of listSecurity(root, requirements, '')) {
    if (another || !scheme) continue;
    if (scheme.scheme === 'bearer') return BEARER;
    if (scheme.type === 'apiKey' && scheme.in === 'header')
      return { name: scheme.label.replace(': …', ''), before: '' };
  }
  return BEARER;
};

/** The headers that a token goes out in where it is not known which of the documents a server keeps. */
export const tokenHeaders = (documents: readonly Document[]): TokenHeader[] => {
  const byLabel = new Map(documents.map(tokenHeader).map((each) => [sayTokenHeader(each), each]));
  return [...byLabel.values()];
};
