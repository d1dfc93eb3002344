import fc from 'fast-check';
import { z } from 'zod';
import type { AnyOperation } from '#platform/operation';

/** A JSON Schema as far as the declared inputs use it. */
interface Schema {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly pattern?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly items?: Schema | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
}

const schemaForm: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string()).transform(([first]) => first)]).optional(),
    format: z.string().optional(),
    pattern: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    items: schemaForm.optional(),
    anyOf: z.array(schemaForm).optional(),
    properties: z.record(z.string(), schemaForm).optional(),
  }),
);

export const schemaOf = (operation: AnyOperation): Schema =>
  schemaForm.parse(z.toJSONSchema(z.strictObject(operation.input.shape), { io: 'input', unrepresentable: 'any' }));

const mark = (...content: unknown[]) => Buffer.from(JSON.stringify(content)).toString('base64url');
const someId = '01900000-0000-7000-8000-000000000001';

/** Page marks that somebody made up. */
const marks = [
  mark('x', someId),
  mark('2026-99-99', someId),
  mark('\u0000', someId),
  mark(1, 2),
  mark(),
  'AAAA',
  '%%%',
];

/** What begins a formula in a spreadsheet, wide forms included. */
export const formulas = [
  '=HYPERLINK("http://x","点")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '＝1+1',
  '=cmd|/c calc!A1',
];

const texts: readonly string[] = [
  formulas,
  marks,
  [
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udc00x',
    '王\ud83d',
    '\u202e倒',
    '\u2066\u2069',
    '\u200b',
    '\ufeff',
    '\u0007',
  ],
  ["' or 1=1 --", '"; drop table users; --', "\\'; select pg_sleep(9) --", '%_\\%', '$1', '{}', '{NULL}', ',;|'],
  ['#import "/etc/passwd": *', '#read("/etc/passwd")', '$ x^2 $', '\\u{1F600}', '`a`', '*_#[]@<a>'],
  ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '{{7*7}}', '${7*7}', '</script><!--'],
  [
    '../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '..\\..\\boot.ini',
    '/etc/passwd',
    'file:///etc/passwd',
    'CON',
    '.',
  ],
  ['NaN', 'Infinity', '1e309', '-0', '１２３', '0x10', '9'.repeat(400), '1_000', '١٢٣', '12.5元'],
  ['2026-02-30', '0000-00-00', '9999-12-31', '-0001-01-01', '2026-3-2', '20260302', '2026-03-02T00:00:00Z'],
  ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'true', '[object Object]'],
  ['𠅤𬍛㛃', '👩‍👩‍👧‍👦', 'é', 'ﷺ'.repeat(40), 'ｗｉｄｅ', 'a'.repeat(5000), '一'.repeat(5000), '\r\nSet-Cookie: a=b'],
].flat();

const text = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 20 }),
);

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const numbers = [-1, 0, -0, 1.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 64, 5e-324];

/** Anything JSON can say, and much that no form expects. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], nested(60), ...numbers),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Keys nobody declared: what a mass assignment would try. */
const extras = fc.constantFrom(
  '',
  '\u0000',
  'version ',
  ...'__proto__ constructor prototype toString role region_code regionCode institution_id state id isAdmin'.split(' '),
  ...'actor userId commandId filingNumber approved'.split(' '),
);

const patterned = [
  ['^4108', ['410822', '410823', '410800', '410899']],
  ['^\\d-', ['4-10-01-05', '9-99-99-99']],
] as const;

/** Real ids by the name of what they belong to, so that inputs get past the first look-up. */
export type Ids = Readonly<Record<string, readonly string[]>>;

function ofText({ format, pattern, maxLength = 60 }: Schema, ids: Ids, name: string): fc.Arbitrary<unknown> {
  if (name === 'cursor') return fc.oneof(fc.constantFrom(...marks), text);
  if (format === 'uuid') {
    const own = ids[name] ?? Object.values(ids).flat();
    return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...own) }, { weight: 1, arbitrary: fc.uuid() });
  }
  if (format === 'date') return fc.constantFrom('2026-03-16', '2026-02-30', '2026-12-31', '0001-01-01', '9999-12-31');
  const known = patterned.find(([start]) => pattern?.startsWith(start));
  if (known) return fc.constantFrom<string>(...known[1]);
  return text.map((value) => value.slice(0, maxLength));
}

/** A value the schema lets through, or nearly so. */
function ofSchema(schema: Schema, ids: Ids, name = ''): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => ofSchema(each, ids, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  switch (schema.type) {
    case 'object':
      return ofObject(schema, ids);
    case 'array':
      return fc.array(spoiled(schema.items ?? {}, ids), { maxLength: 3 });
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 1e6, 2 ** 53 - 1) }),
        fc.integer({ min: 1, max: 9 }),
      );
    case 'string':
      return ofText(schema, ids, name);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return text;
  }
}

const spoiled = (schema: Schema, ids: Ids, name = ''): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: ofSchema(schema, ids, name) }, { weight: 1, arbitrary: anything });

const seldom = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const ofObject = ({ properties = {} }: Schema, ids: Ids): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      fc.record(Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, spoiled(each, ids, name)]))),
      seldom(fc.tuple(extras, anything)),
      seldom(fc.constantFrom('', ...Object.keys(properties))),
    )
    .map(([values, extra, missing]) => {
      const entries = Object.entries(values).filter(([name]) => name !== missing);
      return Object.fromEntries(extra ? [...entries, extra] : entries);
    });

/** Inputs for one operation, from nearly right to absurd; `ids` are real ones. */
export const hostileInput = (operation: AnyOperation, ids: Ids): fc.Arbitrary<Record<string, unknown>> =>
  ofObject(schemaOf(operation), ids);
