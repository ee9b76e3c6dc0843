import { describe, expect, test } from 'vitest';

import { listCases } from '../../../src/contract/laws/list-cases.ts';
import { readModel } from '../../../src/contract/model/read-model.ts';
import { createNamer } from '../../../src/contract/run/create-namer.ts';
import { encodeRequest } from '../../../src/contract/run/encode-request.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { applyReadings } from '../../../src/openapi/overlays/apply-readings.ts';
import { editions, loadEdition, resolveEdition } from '../../load-edition.ts';

const PRIVATE = /[\u{e000}-\u{f8ff}]/u;

/** Requests and titles of a document's cases with a character that only stands for something else. */
const unfilled = (document: Document): string[] => {
  const contract = readModel(document);
  const [maker] = contract.operations.flatMap(({ containers }) => containers.map((each) => each.maker));
  const namer = createNamer(() => 0.5, undefined, maker);
  return listCases(document, { depth: 'thorough' }).flatMap((tested) => {
    const { id, title, what, steps } = tested;
    const fill = namer.fill(namer.next(steps));
    const sent = steps.flatMap(({ requests }) =>
      requests.map((plan) => {
        const model = contract.byKey.get(plan.model);
        if (!model) throw new Error(`There is no operation ${plan.model}.`);
        const { path, headers, body } = encodeRequest(model, plan, fill);
        return `${decodeURIComponent(path.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'))} ${JSON.stringify(headers)} ${new TextDecoder().decode(body)}`;
      }),
    );
    return [title, what.en, what.zh, ...sent].some((text) => PRIVATE.test(text)) ? [id] : [];
  });
};

describe('no placeholder is sent or shown', () => {
  test.each([undefined, ...editions])('in any case of edition %s', (edition) => {
    expect(unfilled(loadEdition(edition))).toEqual([]);
  });

  test('[A7] where a field may be sent twice', () => {
    expect(unfilled(applyReadings(resolveEdition(), { A7: 'last' }))).toEqual([]);
  });
});
