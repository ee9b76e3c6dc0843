import type { Document } from '../../../src/openapi/document/document.ts';

/** Collections for state files: one of numbered records that hold others, one without numbers. */
export const DOCUMENT = {
  components: {
    'x-collections': {
      boxes: { key: ['box'], sequence: 'id', schema: { required: ['box'] } },
      things: { key: ['box', 'name'], parent: 'boxes', sequence: 'id', schema: { required: ['box', 'name'] } },
      notes: { key: ['title'], schema: true },
    },
  },
} as unknown as Document;
