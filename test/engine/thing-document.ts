import type { Document } from '../../src/openapi/document/document.ts';

/** A small contract of another kind than the shipped one: the engine must not care. */
export const things = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  security: [{ bearer: [] }],
  paths: {
    '/api/things/{thing}': {
      parameters: [
        {
          name: 'thing',
          in: 'path',
          required: true,
          'x-clause': { id: 'T1', title: 'is a short name', zh: '是短名称', at: 'a', place: 'b', code: 'E400.1' },
          schema: { type: 'string', maxLength: 5 },
        },
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } },
        { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string', pattern: '^[a-z]+$' } },
      ],
      get: {
        operationId: 'readThing',
        responses: { 200: { content: { 'application/json': { example: { name: 'example' } } } } },
      },
      put: {
        operationId: 'writeThing',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: { type: 'string' }, size: { type: 'integer', maximum: 9 } },
                additionalProperties: false,
              },
            },
            'multipart/form-data': {
              'x-repeated-fields': 'last',
              schema: {
                type: 'object',
                properties: {
                  name: { type: 'string' },
                  size: { type: 'integer' },
                  on: { type: 'boolean', 'x-empty': 'absent' },
                },
              },
            },
          },
        },
        responses: { 204: { description: 'Written.' } },
      },
    },
    '/api/open': { get: { operationId: 'readOpen', security: [], responses: { 204: {} } } },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    'x-error-codes': {
      'E400.0': { status: 400, title: 'Bad request', zh: '请求有误' },
      'E400.1': { status: 400, title: 'Bad thing', zh: '名称有误' },
      'E401.0': { status: 401, title: 'Who are you', zh: '未登录' },
      'E404.0': { status: 404, title: 'Not here', zh: '不存在' },
      'E500.0': { status: 500, title: 'Broken', zh: '内部错误' },
    },
    'x-failures': {
      'credentials-missing': { code: 'E401.0' },
      'path-unknown': { code: 'E404.0' },
      'method-unknown': { code: 'E404.0', status: 405 },
      invalid: { code: 'E400.0' },
      internal: { code: 'E500.0' },
    },
    'x-problem': {
      type: 'object',
      properties: { code: { 'x-fill': 'code' }, message: { 'x-fill': 'message' }, detail: { 'x-fill': 'detail' } },
    },
  },
} as unknown as Document;
