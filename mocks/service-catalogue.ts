/** Under which types clients look for the service in a catalogue, and the path that they put theirs behind. */
export const SERVICE_CATALOGUE = [
  { type: 'swr', name: 'swr', path: '/v2/' },
  // otcextensions.
  { type: 'swrv2', name: 'swr', path: '/v2/' },
  // gophertelekomcloud, which makes the service's host of the one it finds here.
  { type: 'smn', name: 'smn', path: '/v2/' },
] as const;
