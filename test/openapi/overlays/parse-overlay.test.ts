import { describe, expect, it, test } from 'vitest';

import { parseOverlay } from '../../../src/openapi/overlays/parse-overlay.ts';

const HEAD = 'overlay: 1.1.0\ninfo: { title: t, version: v }\n';

test('an overlay is read from YAML and from JSON, and its lines are known', () => {
  const text = `${HEAD}extends: a.yaml\nactions:\n  - target: $.a\n    description: why\n    update: 1\n    x-b: 2\n`;
  const { overlay, locate } = parseOverlay(text);
  expect(overlay).toEqual({
    overlay: '1.1.0',
    info: { title: 't', version: 'v' },
    extends: 'a.yaml',
    actions: [{ target: '$.a', description: 'why', update: 1, 'x-b': 2 }],
  });
  expect(locate('/actions/0/update')).toBe('7:13');
  expect(parseOverlay(JSON.stringify(overlay)).overlay).toEqual(overlay);
});

describe('what the schemas of the specification refuse', () => {
  const of = (actions: string): string => `${HEAD}actions: ${actions}\n`;
  const CHANGE = '{ target: $, update: {} }';
  it.each<[text: string, message: string]>([
    ['a: [', 'not YAML'],
    ['- a', '1:1: not an overlay'],
    ['openapi: 3.1.0', '1:1: not an overlay'],
    [of(`[${CHANGE}]`).replace('1.1.0', '1.2.0'), '1:1: not an overlay'],
    [of(`[${CHANGE}]`).replace('1.1.0', '1.1'), '1:1: not an overlay'],
    [HEAD, '1:1: the field "actions" is missing.'],
    [of('[]'), '3:10: an overlay needs at least one action.'],
    [of('{}'), '3:10: "actions" must be of type list (it is object).'],
    [of('[1]'), '3:11: an action must be an object.'],
    [of(`[${CHANGE}, ${CHANGE}]`), '3:38: the same action stands in the list already, as number 1.'],
    [of('[{ update: 1 }]'), '3:11: the field "target" is missing.'],
    [of('[{ target: 1, update: 1 }]'), '3:21: "target" must be of type string (it is number).'],
    [of('[{ target: $, remove: yes }]'), '3:32: "remove" must be of type boolean (it is string).'],
    [of('[{ target: $, copy: 1 }]'), '3:30: "copy" must be of type string (it is number).'],
    [of('[{ target: $, update: 1, description: 2 }]'), '"description" must be of type string (it is number).'],
    [of('[{ target: $, updates: 1 }]'), 'unknown field "updates"'],
    [of('[{ target: $ }]'), '3:11: an action needs one of update, copy, remove (it has 0).'],
    [of('[{ target: $, update: 1, remove: true }]'), 'one of update, copy, remove (it has 2).'],
    [of('[{ target: $, update: 1, copy: $ }]'), 'one of update, copy, remove (it has 2).'],
    [of('[{ target: $, remove: true, copy: $ }]'), 'one of update, copy, remove (it has 2).'],
    [of('[{ target: $, copy: $ }]').replace('1.1.0', '1.0.0'), '3:30: unknown field "copy"'],
    [of(`[${CHANGE}]`).replace('title: t, ', ''), '2:7: the field "title" is missing.'],
    [of(`[${CHANGE}]`).replace(', version: v', ''), '2:7: the field "version" is missing.'],
    [of(`[${CHANGE}]`).replace('title: t', 'title: 1'), '2:16: "title" must be of type string (it is number).'],
    [of(`[${CHANGE}]`).replace('version: v', 'version: 1.0'), '"version" must be of type string (it is number).'],
    [of(`[${CHANGE}]`).replace('title: t', 'title: t, b: 1'), 'unknown field "b"'],
    [of(`[${CHANGE}]`).replace(/info: .*/, 'info: t'), '2:7: "info" must be of type object (it is string).'],
    [`${of(`[${CHANGE}]`)}extends: 1\n`, '"extends" must be of type string (it is number).'],
    [`${of(`[${CHANGE}]`)}more: 1\n`, 'unknown field "more"'],
  ])('%j', (text, message) => {
    expect(() => parseOverlay(text)).toThrow(
      expect.objectContaining({ name: 'DocumentError', message: expect.stringContaining(message) }),
    );
  });

  it.each([
    of('[{ target: $, update: 1, remove: true }]').replace('1.1.0', '1.0.0'),
    `${of(`[${CHANGE}]`)}x-more: 1\n`,
    of(`[${CHANGE}]`).replace('title: t', 'title: t, x-b: 1, description: d'),
    of('[{ target: $, update: null }]'),
  ])('%j is none of them', (text) => {
    expect(parseOverlay(text).overlay.info.title).toBe('t');
  });
});
