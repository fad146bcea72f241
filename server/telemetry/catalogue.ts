/**
 * Every metric that `/metrics` tells, as data: the registry is made of it, and so is the table in
 * docs/monitoring.md. Dashboard and alerts may name no other. Base units; counters end in `_total`
 * (https://prometheus.io/docs/practices/naming/). Each series also has the label `worker`.
 */
interface Described {
  readonly name: `ajil_${string}`;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** One or two sentences for an operator. */
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds, seconds. */
  readonly buckets?: readonly number[];
}

/** From 1 ms, which one viewer on an idle machine takes, to 10 s, which nobody should wait. */
const FAN_OUT = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] as const;
/** A publish is answered within 2 s, or refused. */
const ANSWER = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] as const;

export const PUBLISHING = {
  publishes: {
    name: 'ajil_publishes_total',
    type: 'counter',
    help: 'Headlines that publishers sent. act: publish, correct, withdraw. outcome: taken; repeated (known already, nothing happened this time); refused.',
    labels: ['act', 'outcome'],
  },
  refusals: {
    name: 'ajil_publish_refusals_total',
    type: 'counter',
    help: 'Those of them that were refused, by the code of the problem.',
    labels: ['act', 'code'],
  },
  answers: {
    name: 'ajil_publish_duration_seconds',
    type: 'histogram',
    help: 'From the request to the acknowledgement by the log, of headlines that were taken.',
    labels: ['act'],
    buckets: ANSWER,
  },
} as const satisfies Record<string, Described>;

export const HUB = {
  viewers: {
    name: 'ajil_viewers',
    type: 'gauge',
    help: 'Viewers at this moment. transport: websocket, polling.',
    labels: ['transport'],
  },
  viewersLimit: {
    name: 'ajil_viewers_limit',
    type: 'gauge',
    help: 'MAX_VIEWERS: further viewers are refused.',
    labels: [],
  },
  connectsRefused: {
    name: 'ajil_connects_refused_total',
    type: 'counter',
    help: 'Connections and viewers that were not let in, by the code of the problem.',
    labels: ['reason'],
  },
  arrivals: {
    name: 'ajil_arrivals_total',
    type: 'counter',
    help: 'Channels that viewers came to without a position: each got the board.',
    labels: [],
  },
  resumes: {
    name: 'ajil_resumes_total',
    type: 'counter',
    help: 'Channels that viewers came back to with a position. by: memory (got just what it missed); snapshot (the memory does not reach back, got the board).',
    labels: ['by'],
  },
  delivered: {
    name: 'ajil_entries_delivered_total',
    type: 'counter',
    help: 'Entries written to viewers: each entry as often as it has viewers. Boards do not count.',
    labels: [],
  },
  delivery: {
    name: 'ajil_delivery_seconds',
    type: 'histogram',
    help: 'From when this node knew of an entry to when it was written to its last viewer here. The node that published knows of it when the log has acknowledged it, others when the bell or a look at the log brings it: no clock of another machine is compared.',
    labels: [],
    buckets: FAN_OUT,
  },
  slow: {
    name: 'ajil_slow_viewers_total',
    type: 'counter',
    help: 'Viewers that were cut off since their network took nothing; they come back by themselves.',
    labels: [],
  },
  draining: {
    name: 'ajil_draining',
    type: 'gauge',
    help: '1: this process is ending, and its viewers move to others.',
    labels: [],
  },
} as const satisfies Record<string, Described>;

export const LOG = {
  heads: {
    name: 'ajil_channel_head_sequence',
    type: 'gauge',
    help: 'The last sequence of each channel that this node knows. Nodes that differ for long: one of them does not hear.',
    labels: ['channel'],
  },
  holes: {
    name: 'ajil_holes_filled_total',
    type: 'counter',
    help: 'Readings of the log that brought what no bell had brought: after a gap, a lost connection, or by the look at each head once a second. A few are ordinary: a look may be faster than a bell.',
    labels: [],
  },
  holeEntries: {
    name: 'ajil_hole_entries_total',
    type: 'counter',
    help: 'Entries that these readings brought.',
    labels: [],
  },
  restarts: {
    name: 'ajil_log_restarts_total',
    type: 'counter',
    help: 'Times that the log of a channel was another than this node had followed (lost, emptied, failed over, or trimmed past it): viewers got the board anew.',
    labels: [],
  },
  readFailures: {
    name: 'ajil_log_read_failures_total',
    type: 'counter',
    help: 'Readings of the log that failed, and were tried again.',
    labels: [],
  },
} as const satisfies Record<string, Described>;

/** Only where the hub runs on Redis. */
export const REDIS = {
  echoAge: {
    name: 'ajil_redis_echo_age_seconds',
    type: 'gauge',
    help: 'Time since this node last heard its own bell through Redis. It rings each second; above 5 the node calls itself not ready.',
    labels: [],
  },
  reconnects: {
    name: 'ajil_redis_reconnects_total',
    type: 'counter',
    help: 'Connections to Redis that were replaced. connection: commands, subscriber.',
    labels: ['connection'],
  },
} as const satisfies Record<string, Described>;

export const PROCESS = {
  build: {
    name: 'ajil_build_info',
    type: 'gauge',
    help: 'Always 1. version of the hub, version of Node, and backend: sqlite or redis.',
    labels: ['version', 'node', 'backend'],
  },
  workerUp: {
    name: 'ajil_worker_up',
    type: 'gauge',
    help: '1: the worker has answered this scrape; 0: it has not within a second, and its other series are missing.',
    labels: [],
  },
  start: {
    name: 'ajil_process_start_time_seconds',
    type: 'gauge',
    help: 'When the process started, seconds since 1970.',
    labels: [],
  },
  cpu: {
    name: 'ajil_process_cpu_seconds_total',
    type: 'counter',
    help: 'Time that the process has had a core. mode: user, system.',
    labels: ['mode'],
  },
  memory: {
    name: 'ajil_process_memory_bytes',
    type: 'gauge',
    help: 'Memory of the process. kind: resident, heap_used, heap_total, external.',
    labels: ['kind'],
  },
  loopDelay: {
    name: 'ajil_event_loop_delay_seconds',
    type: 'gauge',
    help: 'How late the event loop was, over the last full 10 s. percentile: 50, 99, 100.',
    labels: ['percentile'],
  },
  loopUse: {
    name: 'ajil_event_loop_utilization_ratio',
    type: 'gauge',
    help: 'Which part of the last full 10 s the event loop was busy, 0 to 1. At 1 the process can do no more.',
    labels: [],
  },
} as const satisfies Record<string, Described>;

/** In the order in which they are told. */
export const METRICS: readonly Described[] = [PUBLISHING, HUB, LOG, REDIS, PROCESS].flatMap(
  (group) => Object.values<Described>(group),
);
