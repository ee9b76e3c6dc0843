import { describe, expect, test } from 'vitest';

import { codeOf, type Suite } from '../suite.ts';
import { create, errorsOf } from '../surface.ts';

/** Faults that were set, failures inside, and starting over. */
export const describeFaults = ({ backend, count, open, refused, send }: Suite): void => {
  describe('faults', () => {
    test('[S4] a forced status comes with the error body of the document', async () => {
      backend()
        .engine()
        .faults.set([{ operation: 'createRepository', status: 500, times: 1 }]);
      const answer = await send(create());
      refused(answer, 500, ['S4']);
      expect(errorsOf(answer)[0]?.errorCode).toBe(codeOf(5000046));
      expect(count()).toBe(0);
      expect((await send(create())).status).toBe(201);
    });

    test('[S3] a forced 409 carries the code of a conflict', async () => {
      backend().engine().faults.set({ operation: '*', status: 409 });
      expect(errorsOf(await send(create()))[0]?.errorCode).toBe(codeOf(4090006));
    });

    test('a dropped connection is an error for the client', async () => {
      backend().engine().faults.set({ operation: '*', drop: true, times: 1 });
      await expect(send(create())).rejects.toThrow();
      expect((await send(create())).status).toBe(201);
    });
  });

  test('[S4] a failure inside is 500 with error information, and the next request is served', async () => {
    let broken = true;
    await open({
      now: () => {
        if (broken) throw new Error('the clock is broken');
        return new Date();
      },
    });
    const answer = await send(create());
    refused(answer, 500, ['S4']);
    expect(answer.text).not.toContain('clock');
    broken = false;
    expect((await send(create())).status).toBe(201);
  });

  test('reset puts the first records back', async () => {
    await open({ records: 3, seed: 5 });
    const before = backend().store.snapshot();
    await send(create());
    expect(count()).toBe(4);
    await backend().reset();
    expect(backend().store.snapshot()).toEqual(before);
  });
};
