import { expect, it } from 'vitest';

import { jsonReport } from '../../../src/contract/reporters/json.ts';
import { deviatingReport } from './sample-report.ts';

it('keeps the report as it is', () => {
  const text = jsonReport(deviatingReport);
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(deviatingReport)));
});
