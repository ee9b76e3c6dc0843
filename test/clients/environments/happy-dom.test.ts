// @vitest-environment happy-dom
import { afterAll, beforeAll, vi } from 'vitest';

import { describeEnvironment } from './describe-environment.ts';

// It tells of every refusal on the console of the process.
beforeAll(() => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => {
  vi.restoreAllMocks();
});

describeEnvironment('happy-dom');
