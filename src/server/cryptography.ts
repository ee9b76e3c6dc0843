/** Node's cryptography, loaded when it is first used: it brings OpenSSL along, an eighth of the time of a start. */
export const cryptography = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');
