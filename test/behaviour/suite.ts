import { afterEach, beforeEach, expect } from 'vitest';

import type { Backend, BackendOptions } from '../../mocks/create-backend.ts';
import { type Api, createApi } from './api.ts';
import { checkBody } from './requests/check-body.ts';
import { clausesOf, errorsOf, type OpenSurface, type Surface, type TestAnswer, type TestRequest } from './surface.ts';

/** What the tests of one surface share: a fresh fake for every test, and ways to talk to it. */
export interface Suite {
  /** Starts over with another fake. */
  readonly open: (options?: BackendOptions) => Promise<void>;
  readonly backend: () => Backend;
  /** Sends a request. Whatever is answered must be documented, and its body must fit its schema. */
  readonly send: (request: TestRequest) => Promise<TestAnswer>;
  /** Who makes the requests: a page may not set every header. */
  readonly sendsBy: () => 'program' | 'page';
  readonly api: Api;
  /** How many records a collection holds; repositories unless another is named. */
  readonly count: (collection?: string) => number;
  /** Expects an error answer with this status that names these clauses, in this order. */
  readonly refused: (answer: TestAnswer, status: number, clauses: readonly (string | undefined)[]) => void;
}

/** A code of the edition's table. */
export const codeOf = (number: number): string => `SVCSTG.SWR.${number}`;

/** Gives every test of the surrounding block its own fake behind this surface. */
export const useSurface = (openSurface: OpenSurface): Suite => {
  let surface: Surface | undefined;
  const current = (): Surface => {
    if (!surface) throw new Error('No surface is open.');
    return surface;
  };
  const close = async (): Promise<void> => {
    const last = surface;
    surface = undefined;
    await last?.close();
  };
  const open = async (options: BackendOptions = {}): Promise<void> => {
    await close();
    surface = await openSurface(options);
    await surface.backend.ready;
  };
  beforeEach(() => open());
  afterEach(close);

  const send = async (request: TestRequest): Promise<TestAnswer> => {
    const { backend, send: pass } = current();
    const answer = await pass(request);
    checkBody(backend, request, answer);
    return answer;
  };
  return {
    open,
    backend: () => current().backend,
    send,
    sendsBy: () => current().sendsBy ?? 'program',
    api: createApi(send),
    count: (collection = 'repositories') => current().backend.store.count(collection),
    refused: (answer, status, clauses) => {
      expect({ status: answer.status, clauses: clausesOf(answer) }).toEqual({ status, clauses });
      expect(answer.headers.get('content-type')).toBe('application/json');
      const body = JSON.parse(answer.text) as { error_code: string; error_msg: string };
      const [first] = errorsOf(answer);
      expect(body.error_code).toBe(first?.errorCode);
      expect(body.error_msg).toBe(first?.errorMessage);
    },
  };
};
