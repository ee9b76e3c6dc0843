import { isSecretGroup, isSecretText, type Kind, kindOf, REMOVED } from './is-secret.ts';

// Two bytes a character, or marks of the byte order in front, are no reason not to look.
const BEGINNING = /^[\s\0\ufeff\u00bb\u00bf\u00ef\u00fe\u00ff]*[{[]/;
const TOKEN = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*"?|[{}[\]:,]|[^\s\0"{}[\]:,]+/g;
const COLON = /[\s\0]*:/y;

export const isJsonLike = (text: string): boolean => BEGINNING.test(text);

/** What the values at one place of the text are. */
interface Place {
  /** Everything in it is a credential. */
  readonly isSecret: boolean;
  /** That is what the items of a list are. */
  readonly items: Kind;
}

const TOP: Place = { isSecret: false, items: undefined };

/**
 * JSON without the values that a name tells of, and all that stands in a list or an object of such a name. It goes from token
 * to token, so the rest stays as it was written, and the text may be cut off or wrong anywhere.
 *
 * @param redactLeaf what is done to the content of any other text.
 */
export const redactJson = (text: string, redactLeaf: (content: string) => string, seen?: Set<string>): string => {
  const above: Place[] = [];
  let place = TOP;
  let kind: Kind;
  let isGroup = false;
  let safe = '';
  let done = 0;
  const next = (): void => {
    kind = place.items;
    isGroup = kind === 'surely';
  };
  const write = (start: number, end: number, value: string): void => {
    safe += text.slice(done, start) + value;
    done = end;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const end = index + token.length;
    if (token === '{' || token === '[') {
      above.push(place);
      place = { isSecret: place.isSecret || isGroup, items: token === '[' ? kind : undefined };
      next();
    } else if (token === '}' || token === ']') {
      place = above.pop() ?? TOP;
      kind = undefined;
      isGroup = false;
    } else if (token === ',') next();
    else if (token !== ':') {
      const content = contentOf(token);
      if (isBeforeColon(text, end)) {
        kind = kindOf(content);
        isGroup = isSecretGroup(content);
      } else if (isSecretText(place.isSecret ? 'surely' : kind, content)) {
        if (place.isSecret || kind === 'surely') seen?.add(content);
        write(index, end, `"${REMOVED}"`);
      } else {
        const leaf = redactLeaf(content);
        if (leaf !== content) write(index, end, JSON.stringify(leaf));
      }
    }
  }
  return safe + text.slice(done);
};

const isBeforeColon = (text: string, end: number): boolean => {
  const next = text[end];
  if (next === ':' || next === ',' || next === '}' || next === ']') return next === ':';
  COLON.lastIndex = end;
  return COLON.test(text);
};

/** What a token says; of a text that is cut off, or wrong, what there is of it. */
const contentOf = (token: string): string => {
  if (!token.startsWith('"')) return token.replace(/^'|'$/g, '');
  if (!token.includes('\\') && token.length > 1 && token.endsWith('"')) return token.slice(1, -1);
  try {
    return JSON.parse(token.length > 1 && token.endsWith('"') ? token : `${token}"`) as string;
  } catch {
    return token.slice(1).replace(/"$/, '');
  }
};
