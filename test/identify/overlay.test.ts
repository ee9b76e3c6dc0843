import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { prepareEditions } from '../../src/cli/identify/prepare-editions.ts';
import { startRehearsal } from '../../src/cli/identify/start-rehearsal.ts';
import { prepareIdentification } from '../../src/identify/identify-target.ts';
import { differencesFrom } from '../../src/identify/overlay/difference.ts';
import { findChanges } from '../../src/identify/overlay/find-changes.ts';
import { writeOverlay } from '../../src/identify/overlay/write-overlay.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import type { Action } from '../../src/openapi/overlays/apply-overlay.ts';
import { withoutReadings } from '../../src/openapi/overlays/apply-readings.ts';
import { closeReadings } from '../../src/openapi/overlays/close-readings.ts';
import { applyParsed } from '../../src/openapi/overlays/editions.ts';
import { parseOverlay } from '../../src/openapi/overlays/parse-overlay.ts';
import { changedBy, documentOf, editions, identify, openFakeOf } from './editions.ts';

const CREATE = "$.paths['/v2/manage/namespaces/{namespace}/repos'].post";

const LIST = "$.paths['/v2/manage/repos'].get";
const SHARED = "$.paths['/v2/manage/shared-repositories'].get";

/** What a server over a document differs in from the edition that it is nearest to. */
const differ = async (document: Document) => {
  const found = await identify(openFakeOf(document).send);
  const [edition = ''] = found.named;
  const changes = await findChanges(edition, found.evidence, await prepareEditions(), startRehearsal);
  return { edition, changes, file: writeOverlay('http://ours', edition, changes) };
};

const PLANTED: readonly (readonly [what: string, edition: string, actions: readonly Action[], expected: RegExp])[] = [
  [
    'another status of a success',
    '2018-12',
    [
      { target: `${CREATE}.responses`, update: { 202: { description: 'It was done.' } } },
      { target: `${CREATE}.responses['201']`, update: { 'x-alternative': true } },
    ],
    /createRepository answers 202, 2018-12 says 201/,
  ],
  [
    'a property that is not shown',
    '2018-12',
    [{ target: '$.components.schemas.RepositoryItem.properties.internal_path', remove: true }],
    /listRepositories does not show internal_path, 2018-12 does/,
  ],
  [
    'a property that is shown',
    '2018-12',
    [{ target: '$.components.schemas.RepositoryItem.properties', update: { total_range: { type: 'integer' } } }],
    /listRepositories shows total_range, 2018-12 does not/,
  ],
  [
    'a listed value that is refused',
    '2020-07',
    [{ target: `${LIST}.parameters[0]['x-pairs'].properties.category.enum[?@ == 'arms']`, remove: true }],
    /listRepositories refuses it \(400\), 2020-07 takes it \(200\)/,
  ],
  [
    'an operation that is missing',
    '2022-10',
    [
      { target: SHARED, remove: true },
      // What is read of it in one way or another goes with it.
      { target: `$['x-ambiguities'].*.readings.*.actions[?search(@.target, 'shared-repositories')]`, remove: true },
    ],
    /listSharedRepositories refuses it \(404\), 2022-10 takes it \(200\)/,
  ],
];

describe('what differs, as an overlay', () => {
  it('is none where nothing differs', async () => {
    const { edition, changes, file } = await differ(documentOf('2020-07'));
    expect({ edition, changes, file }).toEqual({
      edition: '2020-07',
      changes: { changes: [], rest: [] },
      file: { overlay: undefined, comments: [] },
    });
  });

  it.each(PLANTED)('%s', async (_, planted, actions, expected) => {
    const document = changedBy(planted, actions);
    const { edition, changes, file } = await differ(document);
    expect(edition).toBe(planted);
    expect(changes.rest).toEqual([]);
    expect(file.overlay?.actions.map((action) => (action as { description?: string }).description)).toEqual(
      expect.arrayContaining([expect.stringMatching(expected)]),
    );

    // As --overlay applies it: the edition with it leaves no difference.
    const parsed = parseOverlay(stringify(file.overlay));
    const ours = closeReadings(applyParsed(withoutReadings(documentOf(edition)), parsed, 'ours.yaml'));
    // Beside that edition alone, as what tells the two apart is asked first.
    const candidates = [...editions.filter(({ name }) => name === edition), { name: 'ours', document: ours }];
    const known = await prepareIdentification(candidates, startRehearsal);
    const again = await identify(openFakeOf(document).send, { prepared: known });
    expect(again.named).toEqual(['ours']);
    expect(differencesFrom('ours', again.evidence)).toEqual([]);
  });
});
