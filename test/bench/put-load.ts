import { connect } from 'node:net';

const BOUNDARY = '------------------------d74496d66958873e';
export const PATH = '/v2/manage/namespaces/group/repos';

/** The headers of the page's example, and its form as curl writes it. */
export const HEADERS = {
  authorization: 'Bearer KEyEdpK',
  'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
};
export const formOf = (name: string): string => {
  const fields = {
    repository: name,
    category: 'linux',
    description: 'this is a busybox repository',
    is_public: 'true',
  };
  const parts = Object.entries(fields).map(
    ([field, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
};

let names = 0;
/** A name that is new every time, of fixed width. */
export const newName = (): string => `r${String(names++).padStart(9, '0')}`;

const requestOf = (name: string): string => {
  const form = formOf(name);
  const headers = {
    Host: '127.0.0.1',
    'User-Agent': 'curl/8.5.0',
    Accept: '*/*',
    'Content-Length': form.length,
    ...HEADERS,
  };
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}\r\n`);
  return `POST ${PATH} HTTP/1.1\r\n${lines.join('')}\r\n${form}`;
};

/**
 * Sends the page's example, each with a new name, over connections that send when they have their answer.
 *
 * @returns how long each took, in milliseconds.
 * @throws where an answer is no empty 201.
 */
export const putLoad = async (port: number, requests: number, connections = 32): Promise<number[]> => {
  const times: number[] = [];
  let left = requests;
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
      let sent = 0;
      let answer = '';
      const send = (): void => {
        left -= 1;
        if (left < 0) return void socket.end(resolve);
        sent = performance.now();
        socket.write(requestOf(newName()), 'latin1');
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (text: string) => {
        answer += text;
        if (!answer.endsWith('\r\n\r\n')) return;
        if (!answer.startsWith('HTTP/1.1 201')) return reject(new Error(`Failed to put load: ${answer}`));
        times.push(performance.now() - sent);
        answer = '';
        send();
      });
    });
  await Promise.all(Array.from({ length: connections }, run));
  return times;
};
