/** What a server answers where HTTP itself is meant, and the control API by its own. */
const OWN = [200, 201, 204, 304, 400, 403, 404, 405, 408, 409, 413, 417, 431, 501, 505];

/** The statuses that the operations of a document and its codes have, but for the one of an error of the server's. */
export const listStatuses = (document: unknown): ReadonlySet<number> => {
  const { paths, components } = document as {
    paths: Record<string, Record<string, { responses?: object }>>;
    components: { 'x-error-codes'?: Record<string, { status: number }> };
  };
  const documented = Object.values(paths).flatMap((item) =>
    Object.values(item).flatMap(({ responses = {} }) => Object.keys(responses).map(Number)),
  );
  const coded = Object.values(components['x-error-codes'] ?? {}).map(({ status }) => status);
  return new Set(
    [...OWN, 300, 401, ...documented, ...coded].filter(
      (status) => (status > 0 && status < 500) || OWN.includes(status),
    ),
  );
};
