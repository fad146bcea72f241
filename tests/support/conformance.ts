/** Holds what a hub answers against its own OpenAPI document: an undocumented answer is a fault. */
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import type { Answer } from './request.ts';

const content = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const response = z.looseObject({ description: z.string(), content: content.optional() });
const operation = z.looseObject({
  operationId: z.string(),
  responses: z.record(z.string(), response),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
const problem = z.looseObject({ code: z.string() });

export interface Conformance {
  /** What is wrong with the answer; undefined where it is as documented. */
  fault(method: string, path: string, answer: Answer): string | undefined;
  /** Operations that no answer was checked for yet. */
  unseen(): string[];
}

export function openConformance(document: unknown): Conformance {
  const { paths, components } = documentSchema.parse(document);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'api', components });
  const seen = new Set<string>();

  function operationOf(method: string, path: string) {
    for (const [template, operations] of Object.entries(paths)) {
      const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      const found = operations[method.toLowerCase()];
      if (found && pattern.test(path)) return found;
    }
    return undefined;
  }

  function bodyFault(schema: unknown, body: unknown): string | undefined {
    // Refs are written for the whole document, so the schema is resolved from inside it.
    const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
    const validate = ajv.compile(z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
    return validate(body) ? undefined : ajv.errorsText(validate.errors);
  }

  return {
    fault(method, path, { status, headers, body }) {
      const found = operationOf(method, path);
      if (!found) return `${method} ${path} is not in the document`;
      seen.add(found.operationId);
      const said = found.responses[String(status)] ?? found.responses['default'];
      if (!said) return `${found.operationId} does not document ${status}`;
      if (!said.content) return body === undefined ? undefined : 'a body where none is documented';
      const type = headers.get('content-type')?.split(';')[0] ?? '';
      const media = said.content[type];
      if (!media) return `${found.operationId} ${status} does not document ${type}`;
      if (type === 'application/problem+json') {
        const { code } = problem.parse(body);
        if (!said.description.includes(`\`${code}\``)) {
          return `${found.operationId} does not document the problem ${code}`;
        }
      }
      const wrong = bodyFault(media.schema, body);
      return wrong && `${found.operationId} ${status}: ${wrong}`;
    },
    unseen: () =>
      Object.values(paths)
        .flatMap((operations) => Object.values(operations))
        .map(({ operationId }) => operationId)
        .filter((id) => !seen.has(id)),
  };
}
