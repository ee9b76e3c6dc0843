import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a bundler says of its output: the files that went into each chunk. */
export type Output = readonly ({ readonly type: 'chunk'; readonly moduleIds: readonly string[] } | { type: 'asset' })[];

/**
 * Writes which packages are inside of bundles, each with its licence: most licences ask for that.
 *
 * @param outputs of the bundles.
 * @param file to write.
 * @throws Error if a package has no licence file.
 */
export const writeLicences = (outputs: readonly Output[], file: string): void => {
  const folders = new Set<string>();
  for (const part of outputs.flat())
    for (const id of part.type === 'chunk' ? part.moduleIds : []) {
      const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id) ?? [];
      if (folder !== undefined) folders.add(folder);
    }
  writeFileSync(file, [...folders].map(sayLicence).sort().join('\n\n'));
};

const sayLicence = (folder: string): string => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string
  >;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`Failed to write the licences: ${name} has no licence file.`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
};
