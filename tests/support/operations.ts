/** Every operation of a hub's own document, so that a test that goes through all meets new ones too. */
import { z } from 'zod';
import { request } from './request.ts';

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{channel}` and the like. */
  readonly path: string;
  /** It asks who wants it. */
  readonly isGuarded: boolean;
  readonly queries: readonly { readonly name: string; readonly isRequired: boolean }[];
  readonly hasBody: boolean;
  /** Where its body may have a text of the sender's own: `draft.headline`. */
  readonly texts: readonly string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
});
const content = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const operation = z.looseObject({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(parameter).optional(),
  requestBody: z.looseObject({ content }).optional(),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
type Document = z.output<typeof documentSchema>;

export async function readOperations(hub: string): Promise<Operation[]> {
  const document = documentSchema.parse((await request(`${hub}/api/openapi.json`)).body);
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const found = operations[method];
      return found ? [operationOf(document, path, method, found)] : [];
    }),
  );
}

function operationOf(
  { components }: Document,
  path: string,
  method: string,
  found: z.output<typeof operation>,
): Operation {
  const { operationId, security = [], parameters = [], requestBody } = found;
  const bodies = Object.values(requestBody?.content ?? {});
  const texts = bodies.flatMap(({ schema }) => textsOf(schema, components.schemas));
  return {
    ...{ id: operationId, method: method.toUpperCase(), path, isGuarded: security.length > 0 },
    queries: parameters
      .filter((one) => one.in === 'query')
      .map(({ name, required = false }) => ({ name, isRequired: required })),
    hasBody: requestBody !== undefined,
    texts: [...new Set(texts)],
  };
}

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});

/** `at`: the path that leads to the schema. */
function textsOf(schema: unknown, known: Readonly<Record<string, unknown>>, at = ''): string[] {
  const { $ref, type, properties = {}, items, ...rest } = schemaShape.parse(schema);
  if ($ref !== undefined) return textsOf(known[$ref.split('/').at(-1) ?? ''], known, at);
  const others = [...(rest.oneOf ?? []), ...(rest.anyOf ?? []), ...(rest.allOf ?? [])];
  const isText = [type].flat().includes('string');
  const isFree = isText && rest.enum === undefined && rest.const === undefined;
  return [
    ...(isFree ? [at] : []),
    ...others.flatMap((one) => textsOf(one, known, at)),
    ...(items === undefined ? [] : textsOf(items, known, join(at, '0'))),
    ...Object.entries(properties).flatMap(([name, one]) => textsOf(one, known, join(at, name))),
  ];
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

/** The path with its parts filled in. An unknown part is an error: somebody must say what it is. */
export function fill(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`What is {${name}} of ${path}?`);
    return value;
  });
}
