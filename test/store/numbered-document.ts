import type { Document } from '../../src/openapi/document/document.ts';

const text = { type: 'string' };

/** Three levels, each holding the next; the keys of the first two are all that their schemas ask for. */
export const LEVELS = {
  openapi: '3.1.0',
  components: {
    'x-collections': {
      // Listed before what holds it.
      leaves: {
        key: ['tree', 'branch', 'leaf'],
        parent: 'branches',
        sequence: 'id',
        indexes: ['color', 'tree'],
        schema: { type: 'object', required: ['tree', 'branch', 'leaf'], properties: { leaf: text, color: text } },
      },
      trees: { key: ['name'], sequence: 'id', schema: { type: 'object', required: ['name'] } },
      branches: { key: ['tree', 'name'], parent: 'trees', sequence: 'id', schema: { required: ['tree', 'name'] } },
      notes: { key: ['title'], indexes: ['color'], schema: { type: 'object', required: ['title'] } },
    },
  },
} as unknown as Document;
