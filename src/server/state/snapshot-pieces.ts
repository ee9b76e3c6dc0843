import type { Snapshot } from '../../store/create-store.ts';

/** Records in a piece: some milliseconds to write. */
const A_PIECE = 1000;

/** A snapshot as JSON, a record a line, in pieces: one of many records takes too long, and too much, to be a text. */
export function* snapshotPieces({ collections, ...others }: Snapshot): Generator<string> {
  let piece = '{\n';
  for (const [name, value] of Object.entries(others)) piece += `${JSON.stringify(name)}:${JSON.stringify(value)},\n`;
  piece += '"collections":{';
  for (const [at, [name, records]] of Object.entries(collections).entries()) {
    piece += `${at === 0 ? '' : ','}\n${JSON.stringify(name)}:[`;
    for (let from = 0; from < records.length; from += A_PIECE) {
      const lines = records.slice(from, from + A_PIECE).map((record) => JSON.stringify(record));
      yield `${piece}${from === 0 ? '' : ','}\n${lines.join(',\n')}`;
      piece = '';
    }
    piece += ']';
  }
  yield `${piece}}}\n`;
}
