/** What stands in compose.yaml and deploy/, parsed by what matters to a hub; anything missing is an error. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ROOT } from './dockerfile.ts';

const serviceSchema = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  command: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  read_only: z.boolean().optional(),
  user: z.string().optional(),
  cap_drop: z.array(z.string()).default([]),
  stop_grace_period: z.string().default('10s'),
  ulimits: z.object({ nofile: z.number() }).optional(),
});
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() }).nullable()),
  volumes: z.record(z.string(), z.unknown()),
});
export type Compose = z.output<typeof composeSchema>;
export type ComposeService = z.output<typeof serviceSchema>;

const probeSchema = z.looseObject({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  periodSeconds: z.number(),
  failureThreshold: z.number(),
});
const containerSchema = z.looseObject({
  image: z.string(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  env: z.array(
    z.object({
      name: z.string(),
      value: z.string().optional(),
      valueFrom: z
        .object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) })
        .optional(),
    }),
  ),
  startupProbe: probeSchema,
  readinessProbe: probeSchema,
  livenessProbe: probeSchema,
  lifecycle: z.object({
    preStop: z.object({ exec: z.object({ command: z.tuple([z.literal('sleep'), z.string()]) }) }),
  }),
  securityContext: z.unknown(),
});
const deploymentSchema = z.object({
  strategy: z.unknown(),
  selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
  template: z.object({
    metadata: z.object({ labels: z.record(z.string(), z.string()) }),
    spec: z.looseObject({
      terminationGracePeriodSeconds: z.number(),
      securityContext: z.unknown(),
      containers: z.tuple([containerSchema]),
    }),
  }),
});

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
export type Manifest = z.output<typeof manifestSchema>;

export function readCompose(): Compose {
  // With `merge`, as compose reads it; an alias that leads nowhere is an error either way.
  return composeSchema.parse(parse(read('compose.yaml'), { merge: true }));
}

/** Every file in deploy/kubernetes by its name, each one document. */
export function readManifestFiles(): ReadonlyMap<string, unknown> {
  const files = globSync('deploy/kubernetes/*.yaml', { cwd: ROOT }).sort();
  return new Map(
    files.map((path) => {
      const documents = parseAllDocuments(read(path), { strict: true, uniqueKeys: true });
      const [document] = documents;
      const fault = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])[0];
      if (fault) throw new Error(`${path}: ${fault.message}`);
      if (documents.length !== 1 || !document) throw new Error(`${path} is not one document`);
      const value: unknown = document.toJS();
      return [path.replace('deploy/kubernetes/', ''), value];
    }),
  );
}

/** The resource of a kind, as kustomization.yaml or the example holds it. */
export function manifestOf(kind: string): Manifest {
  for (const content of readManifestFiles().values()) {
    const manifest = manifestSchema.safeParse(content).data;
    if (manifest?.kind === kind) return manifest;
  }
  throw new Error(`deploy/kubernetes has no ${kind}`);
}

export function readDeployment() {
  return deploymentSchema.parse(manifestOf('Deployment')['spec']);
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
