/** The HTTP edge: the resources together, and every error as a problem document (P4). */
import { IncomingMessage } from 'node:http';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { asProblem, Problem } from '../../shared/problem.ts';
import type { Log } from '../telemetry/log.ts';
import { auditRoutes, type AuditRoutesPorts } from './audit.ts';
import { boardRoutes, type BoardPorts } from './board.ts';
import { BODY_LIMIT, invalid } from './body.ts';
import { channelsRoutes, type ChannelsPorts } from './channels.ts';
import { checkRoutes, type CheckPorts } from './check.ts';
import { clientRoutes, type ClientPorts } from './client.ts';
import { documentRoutes } from './document.ts';
import { frameRoutes, type FramePorts } from './frame.ts';
import { headlinesRoutes, type HeadlinesPorts } from './headlines.ts';
import { heldRoutes, type HeldPorts } from './held.ts';
import { healthRoutes, type HealthPorts } from './health.ts';
import { keysRoutes, type KeysPorts } from './keys.ts';
import { liveRoutes, type LivePorts } from './live.ts';
import { logRoutes, type LogPorts } from './log.ts';
import { metricsRoutes, type MetricsPorts } from './metrics.ts';
import { credentialRoutes, type CredentialPorts } from './credential.ts';
import { invitationsRoutes, type InvitationsPorts } from './invitations.ts';
import { peopleRoutes, type PeoplePorts } from './people.ts';
import { pauseRoutes, type PausePorts } from './pause.ts';
import { recallRoutes, type RecallPorts } from './recall.ts';
import { createRecorder, RECORDED, type RecordPorts } from './record.ts';
import { oidcRoutes, type OidcPorts } from './session-oidc.ts';
import { sessionRoutes, type SessionPorts } from './session.ts';
import { sessionsRoutes } from './sessions.ts';
import { viewersRoutes, type ViewersPorts } from './viewers.ts';

export interface AppPorts
  extends
    AuditRoutesPorts,
    BoardPorts,
    ChannelsPorts,
    CheckPorts,
    ClientPorts,
    FramePorts,
    Omit<HeadlinesPorts, 'recorder'>,
    HealthPorts,
    HeldPorts,
    KeysPorts,
    LivePorts,
    LogPorts,
    MetricsPorts,
    PausePorts,
    RecallPorts,
    RecordPorts,
    StaffPorts,
    ViewersPorts {
  readonly log: Log;
}

/** Of the people who work here. */
export interface StaffPorts
  extends
    CredentialPorts,
    InvitationsPorts,
    PeoplePorts,
    Omit<OidcPorts, 'log'>,
    Omit<SessionPorts, 'hasProvider'> {}

/** What a publisher should wait before it tries again, in seconds, where the problem does not know. */
const RETRY_AFTER = 1;

export function createApp(ports: AppPorts): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook(result) {
      if (!result.success) throw unfit(result.target, invalid(result.error));
    },
  });
  const recorder = createRecorder(ports, performance.now.bind(performance));
  app.use(RECORDED, recorder.around);
  app.use('/api/*', limited());
  for (const path of PRIVATE) app.use(path, unstored);
  // Boards are public: any page may read them. Without Allow-Credentials none gets at what a cookie opens.
  app.use(
    '/api/channels/*',
    cors({ origin: '*', allowMethods: ['GET', 'HEAD'], exposeHeaders: ['ETag'] }),
  );
  app.route('/api/channels', channelsRoutes(ports));
  app.route('/api/channels', boardRoutes(ports));
  app.route('/api/channels', headlinesRoutes({ ...ports, recorder }));
  routeDesk(app, ports);
  app.route('/api/keys', keysRoutes(ports));
  routePeople(app, ports);
  app.route('/', healthRoutes(ports));
  app.route('/', metricsRoutes(ports));
  app.route('/', documentRoutes(app, ports));
  app.route('/', liveRoutes(ports));
  app.route('/', frameRoutes(ports));
  app.route('/', clientRoutes(ports));
  app.notFound((context) => {
    throw new Problem('not_found', `There is nothing at ${context.req.path}`);
  });
  app.onError((error, context) => answerOf(error, context, ports.log));
  return app;
}

function routeDesk(app: OpenAPIHono, ports: AppPorts): void {
  app.route('/api/channels', heldRoutes(ports));
  app.route('/api/channels', logRoutes(ports));
  app.route('/api/channels', recallRoutes(ports));
  app.route('/api/channels', pauseRoutes(ports));
  app.route('/api/channels', checkRoutes(ports));
  app.route('/api/channels', viewersRoutes(ports));
  app.route('/api/audit', auditRoutes(ports));
}

function routePeople(app: OpenAPIHono, ports: StaffPorts & Pick<AppPorts, 'log'>): void {
  const hasProvider = ports.provider !== undefined;
  app.route('/api/session', sessionRoutes({ ...ports, hasProvider }));
  app.route('/api/session', oidcRoutes(ports));
  app.route('/api/session', credentialRoutes(ports));
  app.route('/api/sessions', sessionsRoutes(ports));
  app.route('/api/people', peopleRoutes(ports));
  app.route('/api/invitations', invitationsRoutes(ports));
}

/** What belongs to one reader: no cache keeps it, refusals included. */
const PRIVATE = ['audit', 'session', 'sessions', 'people', 'invitations', 'keys'].map(
  (name) => `/api/${name}/*`,
);
const unstored: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('Cache-Control', 'no-store');
};

function limited() {
  return bodyLimit({
    maxSize: BODY_LIMIT,
    onError: () => {
      throw new Problem('body_too_large', `The body is over ${BODY_LIMIT} bytes`, [
        { field: 'body', detail: `may have at most ${BODY_LIMIT} bytes` },
      ]);
    },
  });
}

/** A header of the wrong form is a problem of its own; its name travels in lower case. */
function unfit(target: string, problem: Problem): Problem {
  if (target !== 'header') return problem;
  const errors = problem.errors.map(({ field, detail }) => ({ field: `header ${field}`, detail }));
  return new Problem('malformed_header', problem.message, errors);
}

function answerOf(error: Error, context: Context, log: Log): Response {
  const problem = isBrokenOff(context)
    ? new Problem('malformed_request', 'The request broke off', [], { cause: error })
    : asProblem(error);
  if (problem.code === 'internal') log.error({ error, path: context.req.path }, 'request failed');
  const document = problem.toDocument();
  const headers = new Headers({ 'Content-Type': 'application/problem+json' });
  if (problem.status === 401) headers.set('WWW-Authenticate', 'Bearer');
  if (document.retryable) headers.set('Retry-After', String(problem.retryAfter ?? RETRY_AFTER));
  return new Response(JSON.stringify(document), { status: problem.status, headers });
}

/** Its sender is gone, or what it sent turned out to be no HTTP: no fault of ours. */
function isBrokenOff({ env }: Context): boolean {
  const { incoming } = env as { incoming?: unknown };
  return incoming instanceof IncomingMessage && incoming.destroyed && !incoming.complete;
}
