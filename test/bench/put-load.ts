import { connect, type Socket } from 'node:net';

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
  /** Stop after this many milliseconds … */
  readonly duration?: number;
  /** … or after this many requests. */
  readonly requests?: number;
  /** The status that every answer must have. */
  readonly status: number;
  /** Name of the n-th repository; always as long as the first. */
  readonly nameOf: (n: number) => string;
}

const BOUNDARY = '------------------------d74496d66958873e';
const body = (name: string): string =>
  `${[
    ['repository', name],
    ['category', 'linux'],
    ['description', 'this is a busybox repository'],
    ['is_public', 'true'],
  ]
    .map(([field, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`)
    .join('')}--${BOUNDARY}--\r\n`;

/**
 * Sends the page's example over keep-alive connections, the next request on each as soon as its
 * answer is there, written straight to the sockets so that the client is not what is measured.
 */
export const putLoad = async (options: LoadOptions): Promise<LoadResult> => {
  const { port, connections, duration = Infinity, requests = Infinity, status, nameOf } = options;
  const first = nameOf(0);
  const head = [
    'POST /v2/manage/namespaces/group/repos HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Authorization: Bearer KEyEdpK',
    'User-Agent: curl/8.5.0',
    'Accept: */*',
    `Content-Length: ${body(first).length}`,
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
  ].join('\r\n');
  const template = Buffer.from(`${head}\r\n\r\n${body(first)}`);
  const nameAt = template.indexOf(first, head.length);
  const expected = `HTTP/1.1 ${status}`;

  const latencies: number[] = [];
  let sent = 0;
  const start = performance.now();
  const run = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = Buffer.from(template);
      let began = 0;
      const next = (): void => {
        if (sent >= requests || performance.now() - start >= duration) {
          socket.destroy();
          resolve();
          return;
        }
        request.write(nameOf(sent++), nameAt, 'latin1');
        began = performance.now();
        socket.write(request);
      };
      let received = '';
      socket.setNoDelay(true).setEncoding('latin1');
      socket.on('data', (chunk: string) => {
        received += chunk;
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (received.length < end + 4 + length) return;
        latencies.push(performance.now() - began);
        if (!received.startsWith(expected)) reject(new Error(`Failed to put load: ${received.slice(0, 300)}`));
        received = '';
        next();
      });
      socket.on('error', reject);
      socket.on('connect', next);
    });
  await Promise.all(Array.from({ length: connections }, () => run(connect(port, '127.0.0.1'))));
  const seconds = (performance.now() - start) / 1000;
  latencies.sort((left, right) => left - right);
  return {
    requestsPerSecond: latencies.length / seconds,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    answers: latencies.length,
  };
};

/** Names that are new every time: `r` and a number of fixed width. */
export const newNames = (): ((n: number) => string) => {
  let last = 0;
  return () => `r${String(last++).padStart(9, '0')}`;
};
