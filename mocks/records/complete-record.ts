import type { StoredRecord } from '../../src/store/unique-key.ts';
import { DEFAULT_ACCOUNT, type Fake, fingerprint } from '../fake.ts';

const MEBIBYTE = 1024 * 1024;

/** Gives a new record what nobody sends: owner, times, and what an image is made of. */
export const completeRecord =
  (timestamp: Fake['timestamp']) =>
  (collection: string, record: StoredRecord, parent: StoredRecord | undefined): StoredRecord => {
    if (collection === 'namespaces') return { owner: DEFAULT_ACCOUNT, ...record };
    const time = record['created_at'] ?? timestamp();
    const times = { created_at: time, updated_at: time };
    if (collection === 'tags') return { ...describeImage(record), ...times, ...record };
    return {
      ...record,
      owner: record['owner'] ?? parent?.['owner'] ?? DEFAULT_ACCOUNT,
      created_at: time,
      updated_at: record['updated_at'] ?? time,
    };
  };

const ANY_IMAGE = { schema: 2, is_trusted: false };

const describeImage = (record: StoredRecord): StoredRecord => {
  // Made-up tags have theirs already, and a fingerprint is the dearest part of a new record.
  if ('image_id' in record && 'digest' in record && 'size' in record) return ANY_IMAGE;
  const name = `${record['namespace']}/${record['repository']}:${record['tag']}`;
  const image = fingerprint(name, 64);
  return {
    image_id: image,
    digest: `sha256:${fingerprint(image, 64)}`,
    size: MEBIBYTE + (Number.parseInt(image.slice(0, 8), 16) % (200 * MEBIBYTE)),
    ...ANY_IMAGE,
  };
};
