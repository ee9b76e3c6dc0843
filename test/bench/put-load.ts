import autocannon from 'autocannon';

/** What a load gave. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly answers: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  /** Stop after this many seconds … */
  readonly duration?: number;
  /** … or after this many requests. */
  readonly requests?: number;
  /** The status that every answer must have. */
  readonly status: number;
  /** Name of the next repository. */
  readonly nextName: () => string;
}

const BOUNDARY = '------------------------d74496d66958873e';

/** The form of the page's example, as curl writes it. */
export const exampleForm = (name: string): string => {
  const fields = [
    ['repository', name],
    ['category', 'linux'],
    ['description', 'this is a busybox repository'],
    ['is_public', 'true'],
  ];
  const parts = fields.map(
    ([field, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
};

/** The headers that go with it. */
export const EXAMPLE_HEADERS = {
  authorization: 'Bearer KEyEdpK',
  'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
};

/**
 * Sends the page's example over keep-alive connections with autocannon.
 *
 * @throws if an answer has another status.
 */
export const putLoad = async (options: LoadOptions): Promise<LoadResult> => {
  const { port, connections, duration, requests, status, nextName } = options;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    ...(requests === undefined ? { duration: duration ?? 1 } : { amount: requests }),
    requests: [
      {
        method: 'POST',
        path: '/v2/manage/namespaces/group/repos',
        headers: EXAMPLE_HEADERS,
        setupRequest: (request) => ({ ...request, body: exampleForm(nextName()) }),
      },
    ],
  });
  const answers = result['1xx'] + result['2xx'] + result['3xx'] + result['4xx'] + result['5xx'];
  const expected = status < 300 ? result['2xx'] : result['4xx'];
  if (result.errors > 0 || expected !== answers)
    throw new Error(`Failed to put load: ${result.errors} errors, ${answers - expected} answers other than ${status}.`);
  return { requestsPerSecond: answers / result.duration, p99: result.latency.p99, answers };
};

/** Names that are new every time: `r` and a number of fixed width. */
export const newNames = (): (() => string) => {
  let last = 0;
  return () => `r${String(last++).padStart(9, '0')}`;
};
