/** The composition root: the only file that names an implementation. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Problem } from '../shared/problem.ts';
import { createMemoryLimits } from './access/limits-memory.ts';
import { createRedisLimits } from './access/limits-redis.ts';
import type { Allowances, Limits } from './access/limits.ts';
import { invitationUrl } from './access/site.ts';
import { openDataFolder } from './sqlite/data-folder.ts';
import { createBoards } from './boards/boards.ts';
import { openRoster } from './boards/roster.ts';
import type { Config } from './config.ts';
import { assembleDesk, warnOf } from './desk.ts';
import { closeOnce, type Ending } from './ending.ts';
import { identifierOf, openEntrance } from './entrance.ts';
import { createApp } from './http/app.ts';
import { readRelease } from './http/client.ts';
import { listen } from './http/port.ts';
import { OWN_METRICS } from './http/metrics.ts';
import { createHttpServer } from './http/server.ts';
import { openHub } from './hub/hub.ts';
import { openNeighbours, socketOf, type Neighbourhood } from './hub/neighbours.ts';
import type { LinkHealth } from './redis/link.ts';
import { openRedisLink } from './redis/open-link.ts';
import { StartFault } from './start-fault.ts';
import { seed } from './seed.ts';
import { openRedisStore } from './store/redis.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { openColleagues } from './telemetry/colleagues.ts';
import { fileWarning, openFileLimit } from './telemetry/file-limit.ts';
import { openLog, type Log } from './telemetry/log.ts';
import { openTelemetry, type Telemetry } from './telemetry/telemetry.ts';
import { openRedisWire } from './wire/redis.ts';
import { openSqliteWire } from './wire/sqlite.ts';
import type { Wire } from './wire/wire.ts';

export interface RunningHub extends Ending {
  readonly url: string;
  /** The admin key that this start made, to be shown once. */
  readonly newAdminKey: string | undefined;
  /** The link with which the first admin makes an account, to be shown once; of the first start. */
  readonly firstInvitation: string | undefined;
}

interface Backend {
  readonly wire: Wire;
  readonly store: Store;
  readonly limits: Limits;
  /** Why this node would not hear what others publish. */
  readonly deaf: () => string | undefined;
  /** undefined: no link is between this node and its log. */
  readonly link: (() => LinkHealth) | undefined;
}

const PREFIX = 'ajil:';

/** What no operator sets: for tests, whose day is short. */
export interface HubPace {
  /** ms between two counts of how many watch. */
  readonly countEvery?: number;
}

/** `place`: this process is one of several workers on one port. */
export async function startHub(
  config: Config,
  place?: Neighbourhood,
  pace: HubPace = {},
): Promise<RunningHub> {
  // What was opened is closed in reverse, also when a later step of the start fails.
  const opened = new AsyncDisposableStack();
  try {
    return await open(config, opened, place, pace);
  } catch (error) {
    await opened.disposeAsync();
    // A log or a store that fails while the hub starts is the operator's to hear, in one line.
    const where = config.redis ? 'REDIS_URL' : `DATA_DIR ${config.dataDir}`;
    throw error instanceof Problem ? new StartFault([`${where}: ${error.message}`]) : error;
  }
}

async function open(
  config: Config,
  opened: AsyncDisposableStack,
  place: Neighbourhood | undefined,
  pace: HubPace,
): Promise<RunningHub> {
  const log = openLog(config.logLevel, place?.number);
  const telemetry = openTelemetryOf(config, log, place, opened);
  const clientFolder = fileURLToPath(new URL('../dist', import.meta.url));
  const release = readRelease(clientFolder);
  const { wire, store, limits, deaf, link } = await openBackend(config, log, telemetry, opened);
  const first = await seed(store, config);
  await store.keepScript(release.hash, release.text);

  const { boards, roster } = await openChannels(wire, store, log, opened);
  const { releases, ...desk } = await assembleDesk({
    ...{ wire, store, boards, roster, log, opened },
    ...{ tallies: telemetry.newsroom, checkLinks: config.checkLinks },
  });
  const entrance = await openEntrance({ store, limits }, config, log, opened);

  // With PORT=0 the address is known only once it listens.
  let url = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const publicUrl = (): string => url;
  const core = { ...entrance, limits, boards, roster, ...desk, wire, store, deaf };
  const app = createApp({
    ...core,
    ...{ log, publicUrl, now: Date.now, clientFolder, release },
    ...{ metrics: telemetry.metrics, metricsToken: config.metricsToken },
    tallies: telemetry.newsroom,
    attendance: (channel) => deskHub.attendance(channel),
    isDraining: () => http.isWaning,
  });
  const http = createHttpServer(app.fetch);
  warnOfFewFiles(config, log);
  const neighbours = place && openNeighbours(http.server, place);
  const hub = openHub({
    ...{ server: http.server, boards, publicUrl, log, sessions: neighbours?.sessions },
    ...{ ...viewerLimitsOf(config), addressOf: entrance.addressOf },
    ...{ now: Date.now, random: Math.random, tally: telemetry.hub },
  });
  telemetry.show({
    ...{ boards, transports: () => hub.transports(), link },
    maxViewers: config.maxViewers,
    isDraining: () => http.isWaning,
  });
  const deskHub = await hub.openDesk({
    ...{ store, desk: desk.desk, node: randomUUID(), ...pace },
    identify: identifierOf(entrance),
    failed: warnOf(log, 'people at the desk could not be told what is new'),
  });
  opened.defer(async () => {
    await deskHub.close();
    http.finish();
    await hub.part();
    neighbours?.close();
    await hub.close();
  });
  await neighbours?.open();
  const port = await listen(http.server, config, place !== undefined);
  url = config.publicUrl ?? `http://${config.host}:${port}`;
  return {
    url,
    newAdminKey: first?.key,
    firstInvitation: first && invitationUrl(url, first.token),
    drain() {
      http.wane();
      void releases.stop();
      return hub.drain(config.drainMs);
    },
    close: closeOnce(opened),
  };
}

/** The channels that there are, and this node's memory of each. */
async function openChannels(wire: Wire, store: Store, log: Log, opened: AsyncDisposableStack) {
  const boards = createBoards(wire, Date.now);
  opened.defer(() => {
    boards.stop();
  });
  const failed = (error: unknown): void => {
    log.warn({ error }, 'the channels could not be read');
  };
  return { boards, roster: await openRoster({ store, wire, boards, failed }) };
}

function openTelemetryOf(
  { redis, metricsToken: token }: Config,
  log: Log,
  place: Neighbourhood | undefined,
  opened: AsyncDisposableStack,
): Telemetry {
  const telemetry = openTelemetry({
    log,
    backend: redis ? 'redis' : 'sqlite',
    worker: place?.number ?? 1,
    colleagues:
      place &&
      openColleagues({
        ...{ number: place.number, count: place.count, token, path: OWN_METRICS },
        socketOf: (number) => socketOf(place, number),
      }),
  });
  opened.defer(telemetry.close);
  return telemetry;
}

/** Viewers of everywhere together, and of one address. */
function viewerLimitsOf(config: Config) {
  const { maxViewers, maxConnectsPerSecond, maxViewersPerAddress, maxConnectsPerAddress } = config;
  return { maxViewers, maxConnectsPerSecond, maxViewersPerAddress, maxConnectsPerAddress };
}

function allowancesOf(config: Config): Allowances {
  return {
    publish: { most: config.publishesPerMinute, seconds: 60 },
    'failed key': { most: config.failedKeysPerMinute, seconds: 60 },
    'failed sign-in': { most: config.failedSignInsPerMinute, seconds: 60 },
  };
}

function warnOfFewFiles({ maxViewers }: Config, log: Log): void {
  const warning = fileWarning(openFileLimit(), maxViewers);
  if (warning !== undefined) log.warn(warning);
}

async function openBackend(
  config: Config,
  log: Log,
  { wire: tally }: Telemetry,
  opened: AsyncDisposableStack,
): Promise<Backend> {
  let backend: Backend;
  const { redis: address } = config;
  if (address === undefined) {
    const { database, close } = openDataFolder(config.dataDir);
    opened.defer(close);
    const wire = openSqliteWire({ database, now: Date.now, newEpoch: randomUUID, tally });
    // One process hears itself.
    const store = openSqliteStore(database);
    const limits = createMemoryLimits(allowancesOf(config));
    backend = { wire, store, limits, deaf: () => undefined, link: undefined };
  } else {
    const { redisRequireDurable: requireDurable, redisWaitReplicas: replicas } = config;
    const chance = { random: Math.random, newId: randomUUID };
    const durability = { requireDurable, replicas };
    const redis = await openRedisLink({ address, prefix: PREFIX, ...durability, log, ...chance });
    opened.defer(() => redis.close());
    const link = { redis, prefix: PREFIX };
    const wire = openRedisWire({ ...link, newEpoch: randomUUID, random: Math.random, tally });
    const store = openRedisStore({ ...link, newId: randomUUID, log });
    const elapsed = performance.now.bind(performance);
    const limits = createRedisLimits({ ...link, allowances: allowancesOf(config), elapsed });
    const health = redis.health.bind(redis);
    backend = { wire, store, limits, deaf: () => health().deaf, link: health };
  }
  opened.defer(() => backend.store.close());
  opened.defer(() => backend.wire.close());
  return backend;
}
