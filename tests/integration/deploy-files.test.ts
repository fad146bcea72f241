import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig, VARIABLES } from '../../server/config.ts';
import {
  manifestOf,
  read,
  readCompose,
  readDeployment,
  readManifestFiles,
  type ComposeService,
} from '../support/deploy-files.ts';
import { isKeptOut, readDockerfile, ROOT } from '../support/dockerfile.ts';

/** s that a hub may take after its viewers have left: server/ending.ts gives itself 12. */
const LEFT = 15;
const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('package.json')));
const compose = readCompose();
const hubs = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
const kubernetes = readDeployment();
const pod = kubernetes.template.spec;
const [container] = pod.containers;
const dockerfile = readDockerfile();

const seconds = (text: string): number => Number(/^(\d+)s$/.exec(text)?.[1]);
/** What compose puts in for `${NAME:-default}` and `${NAME:?message}`. */
const filled = (value: string): string =>
  value.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, kind: string, rest: string) =>
    kind === '-' ? rest : `the-value-of-the-variable-${name}`,
  );

/** As the hub itself reads it: a wrong value or form is refused as it would be at the start. */
function configOf(environment: Readonly<Record<string, string>>) {
  for (const name of Object.keys(environment)) expect(Object.keys(VARIABLES)).toContain(name);
  return readConfig(environment);
}

function composeConfig({ environment }: ComposeService) {
  return configOf(
    Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)])),
  );
}

describe('Dockerfile', () => {
  it('O3 copies what is there, and what .dockerignore lets through', () => {
    const own = dockerfile.stages.flatMap(({ copies }) =>
      copies.filter(({ from }) => from === undefined).flatMap(({ sources }) => sources),
    );
    expect(own).toContain('server');
    for (const path of own) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(isKeptOut(path), path).toBe(false);
    }
    for (const path of ['node_modules', 'data', 'server/config.test.ts', '.git', 'dist', 'tests']) {
      expect(isKeptOut(path), path).toBe(true);
    }
    for (const path of ['server/main.ts', 'client/slim/slim.ts', 'server/wire/append.lua']) {
      expect(isKeptOut(path), path).toBe(false);
    }
  });

  it('O3 names its stages, pins Node to the version of the tests, and runs as nobody of weight', () => {
    const { stages, last } = dockerfile;
    const names = stages.map(({ name }) => name);
    for (const { from } of stages.flatMap(({ copies }) => copies)) {
      if (from !== undefined) expect(names).toContain(from);
    }
    const { node } = z
      .record(z.string(), z.string())
      .parse(
        z.object({ devDependencies: z.unknown() }).parse(JSON.parse(read('package.json')))
          .devDependencies,
      );
    const major = /\d+/.exec(node ?? '')?.[0];
    expect(stages.map(({ base }) => base)).toEqual(stages.map(() => `node:${major}-slim`));
    expect(last.text('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(last.text('STOPSIGNAL')).toBe('SIGTERM');
    expect(dockerfile.command).toEqual(['node', 'server/main.ts']);
    const { NODE_ENV, ...environment } = Object.fromEntries(dockerfile.environment);
    expect(NODE_ENV).toBe('production');
    const config = configOf(environment);
    expect(config.host).toBe('0.0.0.0');
    expect(config.dataDir).toBe(last.text('VOLUME'));
    expect(String(config.port)).toBe(last.text('EXPOSE'));
  });
});

describe('compose.yaml', () => {
  it('O3 sets its three hubs to what the hub understands, and gives them time to end', () => {
    expect(hubs).toHaveLength(3);
    for (const [, service] of hubs) {
      const config = composeConfig(service);
      expect(config.redis?.nodes).toEqual([{ host: 'redis', port: 6379 }]);
      expect(config.redisRequireDurable).toBe(true);
      expect(seconds(service.stop_grace_period)).toBeGreaterThanOrEqual(
        config.drainMs / 1_000 + LEFT,
      );
      expect(service.ulimits?.nofile).toBeGreaterThan(config.maxViewers);
      expect(service.image).toBe(`ajil:${version}`);
      expect(service.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
      expect(service.user).toBe(dockerfile.last.text('USER'));
    }
  });

  it('O3 gives Redis what W3 asks for, and shows it to nobody else', () => {
    const { redis } = compose.services;
    const command = redis?.command.join(' ');
    expect(command).toContain('--appendonly yes --appendfsync always');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(redis?.ports).toEqual([]);
    expect(redis?.volumes).toEqual(['redis:/data']);
    expect(redis?.networks.map((name) => compose.networks[name]?.internal)).toEqual([true]);
    expect(redis?.healthcheck).toBeDefined();
  });

  it('O3 lets Caddy alone be reached, and to every hub', () => {
    const { caddy, ...others } = compose.services;
    const port = dockerfile.last.text('EXPOSE');
    expect(caddy?.environment['HUBS']?.split(' ')).toEqual(hubs.map(([name]) => `${name}:${port}`));
    const waits = Object.fromEntries(
      hubs.map(([name]) => [name, { condition: 'service_healthy' }]),
    );
    expect(caddy?.depends_on).toEqual(waits);
    for (const { ports } of Object.values(others)) expect(ports).toEqual([]);
    for (const [name, service] of Object.entries(compose.services)) {
      expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(service.image, name).toMatch(/:\d+(\.\d+\.\d+)?$/);
      for (const volume of service.volumes.filter((one) => !one.startsWith('.'))) {
        expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
      }
    }
    // What Caddy reads is what compose sets.
    const wanted = [...read('deploy/Caddyfile').matchAll(/\{\$(\w+):/g)].map(([, name]) => name);
    expect(new Set(wanted)).toEqual(new Set(Object.keys(caddy?.environment ?? {})));
  });

  it('O3 leaves what it needs from outside to .env, of which there is an example', () => {
    const wanted = [...read('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const given = [...read('deploy/example.env').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(wanted).not.toEqual([]);
    for (const name of wanted) expect(given).toContain(name);
  });
});

describe('deploy/kubernetes', () => {
  it('O3 sets its pods to what the hub understands, and gives them time to end', () => {
    const secret = z
      .object({ stringData: z.record(z.string(), z.string()) })
      .parse(manifestOf('Secret')).stringData;
    const { name: secretName } = manifestOf('Secret').metadata;
    const environment = container.env.map(({ name, value, valueFrom }) => {
      const { name: from, key } = valueFrom?.secretKeyRef ?? { name: secretName, key: '' };
      expect(from).toBe(secretName);
      return [name, value ?? secret[key] ?? ''] as const;
    });
    for (const [name, value] of environment) expect(value, name).not.toBe('');
    const config = configOf(Object.fromEntries(environment));
    const preStop = Number(container.lifecycle.preStop.exec.command[1]);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(
      preStop + config.drainMs / 1_000 + LEFT,
    );
    expect(Object.keys(secret).sort()).toEqual(
      container.env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef.key ?? []).sort(),
    );
    expect(config.redis?.tls).toBe(true);
  });

  it('O3 asks for what every hub answers, and restarts none because Redis is away', () => {
    const { startupProbe, readinessProbe, livenessProbe } = container;
    expect(startupProbe.httpGet.path).toBe('/readyz');
    expect(readinessProbe.httpGet.path).toBe('/readyz');
    expect(livenessProbe.httpGet.path).toBe('/healthz');
    const [port] = container.ports;
    for (const { httpGet } of [startupProbe, readinessProbe, livenessProbe]) {
      expect(httpGet.port).toBe(port?.name);
    }
    expect(String(port?.containerPort)).toBe(dockerfile.last.text('EXPOSE'));
  });

  it('O3 agrees with itself: names, labels, ports and the version', () => {
    const { labels } = kubernetes.template.metadata;
    expect(kubernetes.selector.matchLabels).toEqual(labels);
    const { name } = manifestOf('Deployment').metadata;
    expect(manifestOf('Service')['spec']).toMatchObject({
      selector: labels,
      ports: [{ targetPort: container.ports[0]?.name }],
    });
    expect(manifestOf('PodDisruptionBudget')['spec']).toMatchObject({
      selector: { matchLabels: labels },
    });
    expect(JSON.stringify(manifestOf('Ingress')['spec'])).toContain(
      `"service":{"name":"${manifestOf('Service').metadata.name}"`,
    );
    expect(manifestOf('HorizontalPodAutoscaler')['spec']).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name },
    });
    const files = readManifestFiles();
    expect(files.get('kustomization.yaml')).toMatchObject({
      images: [{ name: container.image, newTag: version }],
    });
    const { resources } = z
      .looseObject({ resources: z.array(z.string()) })
      .parse(files.get('kustomization.yaml'));
    const apart = ['kustomization.yaml', 'secret.example.yaml', 'prometheus-adapter.yaml'];
    expect([...resources, ...apart].sort()).toEqual([...files.keys()]);
  });

  it('O3 fits the restricted security standard, and rolls without a gap', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(kubernetes.strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 0 } });
  });

  it('O3 scales by a metric that the rule of the adapter gives, below the limit of a hub', () => {
    const { metrics, behavior } = z
      .looseObject({
        metrics: z.tuple([
          z.object({
            type: z.literal('Pods'),
            pods: z.object({
              metric: z.object({ name: z.string() }),
              target: z.object({ averageValue: z.string() }).loose(),
            }),
          }),
        ]),
        behavior: z.object({
          scaleDown: z.looseObject({ stabilizationWindowSeconds: z.number() }),
          scaleUp: z.unknown(),
        }),
      })
      .parse(manifestOf('HorizontalPodAutoscaler')['spec']);
    const { metric, target } = metrics[0].pods;
    const rules = JSON.stringify(readManifestFiles().get('prometheus-adapter.yaml'));
    expect(rules).toContain(`"seriesQuery":"${metric.name}{`);
    const most = container.env.find(({ name }) => name === 'MAX_VIEWERS')?.value;
    expect(Number(target.averageValue)).toBeLessThan(Number(most));
    expect(behavior.scaleDown.stabilizationWindowSeconds).toBeGreaterThanOrEqual(600);
  });
});
