/** The API of a hub whose every answer is held against the hub's own OpenAPI document. */
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { openConformance, type Conformance } from './conformance.ts';
import { startHubs, type BackendName, type TestHubs } from './hubs.ts';
import { request, type Answer } from './request.ts';

export const HEADLINES = '/api/channels/breaking/headlines';

const item = z.looseObject({ id: z.string(), version: z.number(), seq: z.number() });

export interface ApiUnderTest {
  readonly url: string;
  /** On Redis another node. */
  readonly otherUrl: string;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
    hub?: string,
  ): Promise<Answer>;
  /** Expects to be taken. */
  publish(body: unknown): Promise<z.output<typeof item>>;
  board(): Promise<unknown>;
  /** Operations of the document that no call was made to yet. */
  unseen(): string[];
}

/** Starts the hubs before the tests of the suite around it, and ends them after. */
export function apiUnderTest(backend: BackendName): ApiUnderTest {
  let hubs: TestHubs;
  let conformance: Conformance;
  beforeAll(async () => {
    hubs = await startHubs(backend);
    const document = await request(`${hubs.url}/api/openapi.json`);
    conformance = openConformance(document.body);
  });
  afterAll(() => hubs.close());

  const call: ApiUnderTest['call'] = async (method, path, body, headers, hub = hubs.url) => {
    const answer = await request(hub + path, method, body, headers);
    expect(conformance.fault(method, path.split('?')[0] ?? '', answer)).toBeUndefined();
    return answer;
  };
  return {
    get url() {
      return hubs.url;
    },
    get otherUrl() {
      return hubs.otherUrl;
    },
    call,
    publish: async (body) => item.parse((await call('POST', HEADLINES, body)).body),
    board: async () => (await call('GET', HEADLINES)).body,
    unseen: () => conformance.unseen(),
  };
}
