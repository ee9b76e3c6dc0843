import { decodePercent } from './message.ts';
import type { ReceivedResponse } from './received-response.ts';

/** What was asked, and what came. */
interface Answered {
  readonly request: { readonly path: string };
  readonly response?: ReceivedResponse | undefined;
}

/** Statuses of a path or a method that is none. */
export const NOT_THERE: ReadonlySet<number> = new Set([404, 405, 501]);

/** Whether two requests were refused with the same words, but for their paths and the names in them. */
export const isAlike = (one: Answered, other: Answered): boolean => {
  const words = refusalWords(one);
  return words !== undefined && words === refusalWords(other);
};

/**
 * What a refusal says, whatever the path and the names in it: its status, and its code, or its text without them.
 * Undefined where no answer came.
 */
export const refusalWords = ({ request, response }: Answered): string | undefined =>
  response && `${response.status} ${gist(response, request.path)}`;

const gist = ({ body }: ReceivedResponse, path: string): string => {
  const [, code] = /"(?:error_?)?code"\s*:\s*"([^"]+)"/i.exec(body) ?? [];
  if (code !== undefined) return code;
  // A server may repeat the path with its query or without.
  const pieces = [path, path.replace(/\?.*/, ''), ...path.split(/[/?&=]/).filter((piece) => piece.length > 2)];
  const bare = pieces
    .flatMap((piece) => [piece, decodePercent(piece)])
    .reduce((text, piece) => text.replaceAll(piece, ''), body.slice(0, 4000));
  return bare.replace(/[0-9a-f-]{8,}|[a-z]{11,}|[/\d\s]/g, '');
};
