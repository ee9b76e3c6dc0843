/** An edit of things.yaml, and what is told of it: the text at the place that is named, and the line. */
export type Mistake = readonly [from: string, to: string, ...told: (readonly [at: string, message: string])[]];

/** One row a kind of mistake, and where a kind has several places or ways, one for each. */
export const MISTAKES: Readonly<Record<string, readonly Mistake[]>> = {
  'a name that does not belong there': [
    ['pattern: ^', 'pattren: ^', ['pattren: ^[a-z]+$', 'unknown name "pattren" in a schema. Did you mean "pattern"?']],
    [
      'maxItems: 3',
      'maximumItems: 3',
      ['maximumItems: 3 }', 'unknown name "maximumItems" in a schema. Remove it, or begin it with "x-".'],
    ],
    [
      'minLength: 1',
      'nullable: true',
      [
        'nullable: true',
        'unknown name "nullable" in a schema. Since OpenAPI 3.1 it is written type: [string, "null"].',
      ],
    ],
    ['    delete:', '    delte:', ['delte:', 'unknown name "delte" in the item of a path. Did you mean "delete"?']],
    ['x-quota:', 'x-qouta:', ['x-qouta: { most: 5, by: ', 'unknown extension "x-qouta". Did you mean "x-quota"?']],
    [
      'x-page: 10',
      'x-of-list: true',
      ['x-of-list: true', '"x-of-list" means nothing in an operation: it belongs to a schema.'],
    ],
    [
      'internal: {',
      'intrenal: {',
      ['intrenal: { code: BROKEN', 'unknown name "intrenal" in x-failures. Did you mean "internal"?'],
    ],
    ['links: {', 'link: {', ['link: { again: { operati', 'unknown name "link" in a response. Did you mean "links"?']],
    [
      'sequence: id',
      'sequnce: id',
      ['sequnce: id', 'unknown name "sequnce" in a collection. Did you mean "sequence"?'],
    ],
    [
      'title: is short',
      'titel: is short',
      ['titel: is short, code: B', 'unknown name "titel" in x-clause. Did you mean "title"?'],
    ],
  ],
  'a value of a wrong type': [
    ['title: Things', 'title: 5', ['5, version: "1" }', 'must be a text (it is 5). Quote it.']],
    [
      'tags: [{ name: things }]',
      'tags: { name: things }',
      ['{ name: things }', 'must be a list (it is {"name":"things"}).'],
    ],
    ['x-page: 10', 'x-page: ten', ['ten', 'must be a number (it is "ten").']],
    ['x-page: 10', 'x-page: 1.5', ['1.5', 'must be a whole number from 1.']],
    [
      'x-pairs: { type: object, properties: { name: { type: string, x-match: part, x-record: name }, by: { type: string, enum: [name], x-order: way }, way: { type: string, enum: [up, down] } } }',
      'x-pairs: yes',
      ['yes', 'must be an object (it is "yes").'],
    ],
    [
      'x-match: part',
      'x-match: prat',
      ['prat, x-record: name }, ', 'must be one of exact, part (it is "prat"). Did you mean "part"?'],
    ],
    [
      'kind: delete',
      'kind: remove',
      ['remove, collection: thin', 'must be one of create, read, exists, list, update, delete (it is "remove").'],
    ],
    ['maxLength: 9\n', 'maxLength: nine\n', ['nine', '"maxLength" must be a whole number from 0 (it is "nine").']],
    ['key: [name], schema', 'key: name, schema', ['name, schema: { type: ob', 'must be a list (it is "name").']],
    [
      'type: string\n          minLength',
      'type: strnig\n          minLength',
      [
        'strnig',
        '"type" must be one of string, number, integer, boolean, object, array, null, or a list of them (it is "strnig").',
      ],
    ],
    [
      'type: array, items: { type: string }',
      'type: array, items: [string]',
      ['[string], maxItems: 3 }', 'must be an object (it is ["string"]).'],
    ],
    [
      'required: [name]\n      properties:\n        name:\n          x',
      'required: true\n      properties:\n        name:\n          x',
      ['true', 'must be a list (it is true).'],
    ],
  ],
  'what must be there and is not': [
    ['name: size, in: query, ', 'name: size, ', ['{ name: size, schema: { ', '"in" is missing: a parameter needs it.']],
    ['        code: TAKEN\n', '', ['collection: things', '"code" is missing: x-unique-key needs it.']],
    [
      'schema: { type: string }\n    delete',
      'description: a\n    delete',
      ['name: thing', 'the parameter thing needs a "schema".'],
    ],
    ['BAD: { status: 400 }', 'BAD: {}', ['{}', '"status" is missing: a row of x-error-codes needs it.']],
    ['type: http, ', '', ['{ scheme: bearer }', '"type" is missing: a security scheme needs it.']],
    [
      '        content:\n          application/json:\n            schema: { $ref: "#/components/schemas/NewThing" }\n            example: { name: a }',
      '        description: a',
      ['description: a', '"content" is missing: a request body needs it.'],
      ['body.name }', '"body.name" is not in the request. It has no body.'],
    ],
    [
      '[{ bearer: [] }]',
      '[{ baerer: [] }]',
      ['baerer: [] }]', 'there is no security scheme "baerer". Did you mean "bearer"?'],
    ],
  ],
  'operations that clash': [
    [
      'operationId: listThings',
      'operationId: createThing',
      ['createThing', 'the operationId "createThing" stands twice. Give each operation its own.'],
    ],
    [
      '/boxes/{box}/things/{thing}:',
      '/boxes/{thing}/things:',
      [
        '/boxes/{thing}/things:',
        'it is the same route as /boxes/{box}/things. Put their operations under one of them.',
      ],
      ['{ $ref: "#/components/pa', 'there is no {box} in /boxes/{thing}/things. Remove the parameter.'],
    ],
    [
      '    delete:',
      '    x-aliases: ["/boxes/{box}/things"]\n    delete:',
      [
        '"/boxes/{box}/things"]',
        'it is the same route as /boxes/{box}/things. Put their operations under one of them.',
      ],
    ],
    ['operationId: createThing }', 'operationId: makeThing }', ['makeThing } }', 'there is no operation "makeThing".']],
  ],
  'paths and their parameters': [
    [
      '- name: thing\n',
      '- name: tihng\n',
      ['name: tihng', 'there is no {tihng} in /boxes/{box}/things/{thing}. Did you mean "thing"?'],
      ['delete:', 'the path parameter {thing} is not described. Add it to "parameters".'],
      ['path.thing }, code: MISS', '"path.thing" is not in the request. Did you mean "path.tihng"?'],
    ],
    [
      '      - name: thing\n        in: path\n        required: true\n        schema: { type: string }\n',
      '',
      ['delete:', 'the path parameter {thing} is not described. Add it to "parameters".'],
      ['path.thing }, code: MISS', '"path.thing" is not in the request. It has path.box.'],
    ],
    [
      'required: true\n        schema: { type: string }\n    delete',
      'schema: { type: string }\n    delete',
      ['name: thing', 'the path parameter thing needs "required: true".'],
    ],
    [
      '  /boxes/{box}/things/{thing}:',
      '  boxes/{box}/things/{thing}:',
      ['boxes/{box}/things/{thin', 'a path begins with a slash (it is "boxes/{box}/things/{thing}").'],
    ],
    [
      '/things/{thing}:',
      '/things/{thing:',
      ['/boxes/{box}/things/{thi', 'the braces of /boxes/{box}/things/{thing do not fit together.'],
      ['name: thing', 'there is no {thing} in /boxes/{box}/things/{thing. Remove the parameter.'],
    ],
    [
      '/things/{thing}:',
      '/things/{thing}/{box}:',
      ['/boxes/{box}/things/{thi', '{box} stands in the path twice. Give each parameter a name of its own.'],
    ],
    [
      '- { $ref: "#/components/parameters/box" }\n      - name: thing',
      '- { $ref: "#/components/parameters/box" }\n      - { $ref: "#/components/parameters/box" }\n      - name: thing',
      ['{ $ref: "#/components/pa', 'the parameter box stands in the list twice.'],
    ],
  ],
  'statuses and media types': [
    [
      '"201": { d',
      '"600": { d',
      ['"600": { description: Ma', '"600" is no status: give a number from 100 to 599, a range like 4XX, or default.'],
    ],
    [
      '"201": { d',
      '"20x": { d',
      ['"20x": { description: Ma', '"20x" is no status: give a number from 100 to 599, a range like 4XX, or default.'],
    ],
    ['BAD: { status: 400 }', 'BAD: { status: 99 }', ['99 }', 'must be a status from 200 to 599 (it is 99).']],
    [
      'internal: { code: BROKEN }',
      'internal: { code: BROKEN, status: 5000 }',
      ['5000 }', 'must be a status from 200 to 599 (it is 5000).'],
    ],
    [
      '          application/json:\n            schema: { $ref: "#/components/schemas/NewThing" }',
      '          json:\n            schema: { $ref: "#/components/schemas/NewThing" }',
      ['json:', '"json" is no media type, such as application/json.'],
    ],
  ],
  'codes and clauses of nowhere': [
    ['code: TAKEN', 'code: TAKNE', ['TAKNE', 'no table has the error code "TAKNE". Did you mean "TAKEN"?']],
    [
      'title: is short, code: BAD',
      'title: is short, code: { maxLength: BAAD }',
      ['BAAD } }', 'no table has the error code "BAAD". Did you mean "BAD"?'],
    ],
    [
      'internal: { code: BROKEN }',
      'internal: { code: WHAT }',
      ['WHAT }', 'no table has the error code "WHAT". Add it to x-error-codes.'],
    ],
    ['code: MISSING }', 'code: 404 }', ['404 }', 'must be a text (it is 404). Quote it.']],
    ['code: FULL', 'code: FUL', ['FUL }', 'no table has the error code "FUL". Did you mean "FULL"?']],
    ['clause: C1\n', 'clause: C2\n', ['C2', 'no clause has the id "C2". Did you mean "C1"?']],
    ['clause: A1', 'clause: B7', ['B7 }', 'no clause has the id "B7". State it by an x-clause.']],
  ],
  'places, collections and properties of nowhere': [
    ['x-continues: name', 'x-continues: nmae', ['nmae }', 'there is no property "nmae". Did you mean "name"?']],
    ['x-order: way', 'x-order: wya', ['wya }, way', 'there is no parameter "wya". Did you mean "way"?']],
    [
      'box: path.box, name: body.name }',
      'box: path.bxo, name: body.name }',
      ['path.bxo, name: body.nam', '"path.bxo" is not in the request. Did you mean "path.box"?'],
    ],
    [
      'box: path.box, name: body.name }',
      'box: path.box, name: body.nmae }',
      ['body.nmae }', '"body.nmae" is not in the request. Did you mean "body.name"?'],
    ],
    [
      'box: path.box, name: body.name }',
      'box: path.box, name: form.name }',
      [
        '{ box: path.box, name: f',
        '"form.name" is no place in a request: path.NAME, query.NAME, body.NAME, body.NAME[], body[] or body[].NAME.',
      ],
    ],
    [
      'box: path.box, name: body.name }',
      'name: body.name, box: path.box }',
      ['{ name: body.name, box: ', 'must name the key of "things" in its order: box, name.'],
    ],
    [
      'code: MISSING }',
      'code: MISSING, unless: query.force }',
      ['query.force }', '"query.force" is not in the request. It has no query.'],
    ],
    [
      '{ kind: list, collection: things }',
      '{ kind: list, collection: thigns }',
      ['{ kind: list, collection', 'unknown collection "thigns" (known: boxes, things).'],
    ],
    [
      '{ collection: things, key: { box: path.box, name: path.thing }',
      '{ collection: tings, key: { box: path.box, name: path.thing }',
      ['{ collection: tings, key', 'unknown collection "tings" (known: boxes, things).'],
    ],
    [
      '      x-requires:\n        - { collection: things, key: { box: path.box, name: path.thing }, code: MISSING }\n',
      '',
      ['{ kind: delete, collecti', 'needs a key to delete, or "x-requires" of the same collection.'],
    ],
    ['parent: boxes', 'parent: boxs', ['boxs', 'there is no collection "boxs". Did you mean "boxes"?']],
    [
      'key: [box, name]',
      'key: [box, nmae]',
      ['{ box: path.box, name: b', 'must name the key of "things" in its order: box, nmae.'],
      ['{ box: path.box, name: p', 'must name the key of "things" in its order: box, nmae.'],
      ['nmae]', '"nmae" is no property of a record. Did you mean "name"?'],
    ],
    ['indexes: [kind]', 'indexes: [knd]', ['knd]', '"knd" is no property of a record. Did you mean "kind"?']],
    [
      'sequence: id',
      'sequence: number',
      ['number', '"number" is no property of a record. It has box, name, id, kind, until.'],
    ],
    [
      'most: 5, by: box',
      'most: 5, by: bx',
      ['bx, code: FULL }', '"bx" is no property of a record. Did you mean "box"?'],
    ],
    ['x-until: until', 'x-until: unitl', ['unitl }', '"unitl" is no property of a record. Did you mean "until"?']],
    ['x-record: name', 'x-record: nam', ['nam }, by', '"nam" is no property of a record. Did you mean "name"?']],
  ],
  references: [
    [
      '{ $ref: "#/components/schemas/NewThing" }',
      '{ $ref: "#/components/schemas/NewThnig" }',
      ['"#/components/schemas/Ne', '$ref leads nowhere: #/components/schemas/NewThnig. Did you mean "NewThing"?'],
    ],
    [
      '{ $ref: "#/components/schemas/NewThing" }',
      '{ $ref: "#/nowhere" }',
      ['"#/nowhere" }', '$ref leads nowhere: #/nowhere. There is no "nowhere".'],
    ],
    [
      '{ $ref: "#/components/schemas/NewThing" }',
      '{ $ref: "other.yaml#/NewThing" }',
      [
        '"other.yaml#/NewThing" }',
        '$ref leads out of the document: other.yaml#/NewThing. Copy what it leads to into "components".',
      ],
    ],
    [
      '    Shape:\n',
      '    Loop: { $ref: "#/components/schemas/Loop" }\n    Shape:\n',
      ['{ $ref: "#/components/sc', 'a $ref leads back to itself.'],
    ],
    [
      '    Shape:\n',
      '    Loop: { allOf: [{ $ref: "#/components/schemas/Loop" }] }\n    Shape:\n',
      ['{ allOf: [{ $ref: "#/com', 'the schema is made of itself.'],
    ],
  ],
  'schemas that nothing keeps': [
    ['minLength: 1\n', 'minLength: 10\n', ['10', 'no value fits: minLength is 10, and maxLength is 9.']],
    [
      'minimum: 1, maximum: 9',
      'minimum: 10, maximum: 9',
      ['10, maximum: 9 } }', 'no value fits: minimum is 10, and maximum is 9.'],
    ],
    [
      'minimum: 1, maximum: 9',
      'exclusiveMinimum: 9, maximum: 9',
      ['9, maximum: 9 } }', 'no value fits: exclusiveMinimum is 9, and maximum is 9.'],
    ],
    [
      'maxItems: 3',
      'minItems: 4, maxItems: 3',
      ['4, maxItems: 3 }', 'no value fits: minItems is 4, and maxItems is 3.'],
    ],
    ['enum: [big, small], default: big', 'enum: []', ['[] }', 'no value fits: the list is empty.']],
    ['enum: [big, small]', 'enum: [big, small, big]', ['big], default: big }', '"big" stands in the list twice.']],
    ['enum: [big, small]', 'enum: [big, 3]', ['3], default: big }', '3 never fits: type.']],
    [
      'required: [name]\n      properties:\n        name: { type',
      'required: [nmae]\n      properties:\n        name: { type',
      ['nmae]', '"nmae" is no property here. Did you mean "name"?'],
    ],
    [
      'propertyName: name',
      'propertyName: type',
      ['type, mapping: { thing: ', '"type" is no property here. Describe it in "properties".'],
    ],
    [
      'thing: "#/components/schemas/Thing"',
      'thing: Thnig',
      ['Thnig } }', 'there is no schema Thnig. Did you mean "Thing"?'],
    ],
    [
      'thing: "#/components/schemas/Thing"',
      'thing: "#/components/schemas/Thnig"',
      ['"#/components/schemas/Th', 'there is no schema #/components/schemas/Thnig. Did you mean "Thing"?'],
    ],
  ],
  'keywords and regular expressions': [
    ['^[a-z]+$', '"("', ['"("', 'not a regular expression: Invalid regular expression: /(/u: Unterminated group']],
    [
      '^[a-z]+$',
      '^(a+)+$',
      [
        '^(a+)+$',
        'the pattern may take exponential time: a long text of "a" shows it. Say it without one repetition in another.',
      ],
    ],
    [
      '^[a-z]+$',
      '^(?:[a-z]+-?)*$',
      [
        '^(?:[a-z]+-?)*$',
        'the pattern may take exponential time: a long text of "a" shows it. Say it without one repetition in another.',
      ],
    ],
    [
      'parts: {',
      'other: { if: { type: string } }\n        parts: {',
      ['{ type: string } }', 'the schema keyword "if" is not supported: say it in another way.'],
    ],
    [
      'maxLength: 9\n',
      'maxLength: -1\n',
      ['-1', '"maxLength" must be a whole number from 0 (it is -1).'],
      ['1', 'no value fits: minLength is 1, and maxLength is -1.'],
    ],
  ],
  'the register': [
    ['default: short', 'default: shrot', ['shrot', 'A1: the default reading is not among its readings.']],
    [
      'target: $.components.schemas.NewThing.properties.name',
      'target: $.components.schemas.NewThing.properties.nam',
      ['$.components.schemas.New', 'the target leads nowhere: $.components.schemas.NewThing.properties.nam'],
    ],
    [
      'target: $.components.schemas.NewThing.properties.name',
      'target: $..name',
      [
        '$..name, update: { maxLe',
        'not a query that can be used: $..name (it must lead to one place by names and numbers)',
      ],
    ],
  ],
};

/** What is told, and can be lived with. */
export const NOTES: readonly Mistake[] = [
  ['default: big', 'default: bgi', ['bgi }', '"bgi" goes against its own schema: enum.']],
  ['examples: [abc]', 'examples: [ABC]', ['ABC]', '"ABC" goes against its own schema: pattern.']],
  [
    'example: { name: a }',
    'example: { name: A }',
    ['{ name: A }', '{"name":"A"} goes against its schema: name breaks pattern.'],
  ],
  [
    'value: [{ name: a }]',
    'value: [{ nam: a }]',
    ['[{ nam: a }] } }', '[{"nam":"a"}] goes against its schema: [0].name breaks required.'],
  ],
  ['format: date-time', 'format: hostname', ['hostname }', 'format hostname is not checked']],
  ['version: "1" }', 'version: "1", x-vendor: 1 }', ['x-vendor: 1 }', 'the extension x-vendor is passed over']],
  [
    'schema: { type: integer, minimum: 1, maximum: 9 }',
    'style: deepObject, schema: { type: object }',
    ['{ name: size, in: query,', 'the value of the parameter size is not checked: it is no plain value or list'],
  ],
];
