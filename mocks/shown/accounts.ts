import { fingerprint } from '../fake.ts';

/** The id of the user behind an account. */
export const userId = (account: unknown): string => fingerprint(`user ${String(account)}`, 32);

/** The id of an account. */
export const domainId = (account: unknown): string => fingerprint(`domain ${String(account)}`, 32);
