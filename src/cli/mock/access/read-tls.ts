import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';

import { UserError } from '../../fail.ts';
import { readText } from '../../read-lines.ts';

/** What the server needs to speak HTTPS, and what is to be told of it. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
  /** Why clients will refuse the certificate, if its time tells so. */
  readonly warning: string | undefined;
  /** The name to call the server by: the given one, if the certificate is for it. */
  readonly nameFor: (host: string) => string;
  /** Nobody else vouches for the certificate: clients must be told of its file. */
  readonly isSelfSigned: boolean;
}

/**
 * Reads `--tls-cert` and `--tls-key`.
 *
 * @returns undefined where neither is given.
 * @throws UserError that says what is wrong with which file, and what helps.
 */
export const readTls = (
  { tlsCert, tlsKey }: { readonly tlsCert?: string; readonly tlsKey?: string },
  now: Date = new Date(),
): Tls | undefined => {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UserError('Failed to use HTTPS: --tls-cert and --tls-key go together. Give both, or none.');
  const [cert, key] = [readText(tlsCert, '--tls-cert'), readText(tlsKey, '--tls-key')];
  const certificate = readCertificate(cert, tlsCert);
  checkPair(certificate, readKey(key, tlsKey), cert);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const reason = (error as { reason?: string }).reason ?? (error as Error).message;
    throw new UserError(`Failed to use --tls-cert ${tlsCert}: OpenSSL refuses it (${reason}). Make another one.`);
  }
  const covers = (host: string): boolean =>
    (isIP(host) > 0 ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined;
  const [named] = [...(certificate.subjectAltName ?? '').matchAll(/DNS:([^,*\s]+)(?:,|$)/g)].map(([, name]) => name);
  return {
    cert,
    key,
    warning: sayTime(certificate, now),
    nameFor: (host) => [host, 'localhost'].find(covers) ?? named ?? host,
    isSelfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
  };
};

const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?-----END [^-]*-----/g;
const isKey = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
const isCertificate = (text: string): boolean => text.search(CERTIFICATE) >= 0;
const SWAPPED = 'Are the two files swapped?';

const readCertificate = (text: string, file: string): X509Certificate => {
  const refuse = (why: string): UserError => new UserError(`Failed to use --tls-cert ${file}: ${why}`);
  if (!isCertificate(text))
    throw refuse(
      isKey(text)
        ? `it holds a private key. ${SWAPPED}`
        : 'it holds no certificate in PEM (-----BEGIN CERTIFICATE-----). openssl x509 and openssl pkcs12 make one of other forms.',
    );
  try {
    return new X509Certificate(text);
  } catch {
    throw refuse('its certificate is damaged. Copy it again.');
  }
};

const readKey = (text: string, file: string): KeyObject => {
  const refuse = (why: string): UserError => new UserError(`Failed to use --tls-key ${file}: ${why}`);
  if (/-----BEGIN ENCRYPTED|^Proc-Type: *4,ENCRYPTED/m.test(text))
    throw refuse(
      'it is encrypted, and nobody is there to type its passphrase. Write it without: openssl pkey -in FILE -out plain.pem.',
    );
  if (!isKey(text))
    throw refuse(
      isCertificate(text)
        ? `it holds a certificate. ${SWAPPED}`
        : 'it holds no private key in PEM (-----BEGIN PRIVATE KEY-----). openssl pkey makes one of other forms.',
    );
  try {
    return createPrivateKey(text);
  } catch {
    throw refuse('its key is damaged. Copy it again.');
  }
};

/** The key must be that of the first certificate; those behind it vouch for the one before. */
const checkPair = (certificate: X509Certificate, key: KeyObject, text: string): void => {
  if (certificate.checkPrivateKey(key)) return;
  const isLater = (text.match(CERTIFICATE) ?? []).slice(1).some((each) => isOf(each, key));
  throw new UserError(
    isLater
      ? 'Failed to use --tls-cert: the certificate of the key is not the first one of the file. Put it first, and the one that vouches for it next.'
      : 'Failed to use --tls-key: it is not the key of the certificate. Give the two files that were made together.',
  );
};

const isOf = (text: string, key: KeyObject): boolean => {
  try {
    return new X509Certificate(text).checkPrivateKey(key);
  } catch {
    return false;
  }
};

const sayTime = ({ validFromDate, validToDate }: X509Certificate, now: Date): string | undefined => {
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  if (now > validToDate) return `the certificate expired on ${day(validToDate)}: clients will refuse it.`;
  if (now < validFromDate) return `the certificate is not valid before ${day(validFromDate)}: clients will refuse it.`;
  return undefined;
};
