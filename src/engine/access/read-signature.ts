import type { SignatureForm } from '../../openapi/operations/signature-form.ts';

/** The signature that a request shows: `SCHEME Access=KEY, SignedHeaders=a;b, Signature=…`. */
export interface Signature {
  readonly form: SignatureForm;
  /** In upper case. */
  readonly scheme: string;
  readonly accessKey: string;
  /** What stands behind the access key in `Credential=KEY/scope`: what a derived key is for. */
  readonly scope: string;
  /** In lower case, in the order that they were signed in. */
  readonly signedHeaders: readonly string[];
  readonly value: string;
}

const SIGNATURE =
  /^(?:Access|Credential)=([^/,\s]+)(?:\/([^,\s]*))?\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([^,\s]+)$/i;

/** Reads the credentials of an `Authorization` header as a signature; undefined if they are none of this form. */
export const readSignature = (scheme: string, credentials: string, form: SignatureForm): Signature | undefined => {
  const [, accessKey, scope = '', headers = '', value = ''] = SIGNATURE.exec(credentials) ?? [];
  if (accessKey === undefined || !form.schemes.test(scheme)) return undefined;
  return {
    form,
    scheme: scheme.toUpperCase(),
    accessKey,
    scope,
    signedHeaders: headers.toLowerCase().split(';'),
    value,
  };
};
