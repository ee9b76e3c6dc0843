/** Records that can't be loaded: one line a problem. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}
