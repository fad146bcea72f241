import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiUnderTest } from '../support/api-under-test.ts';
import { BACKENDS } from '../support/hubs.ts';
import { adminSuite } from './api/admin.ts';
import { deskSuite } from './api/desk.ts';
import { ninjsSuite } from './api/ninjs.ts';
import { invitationsSuite } from './api/invitations.ts';
import { peopleSuite } from './api/people.ts';
import { placementSuite } from './api/placement.ts';
import { publishingSuite } from './api/publishing.ts';
import { readingSuite } from './api/reading.ts';
import { sessionsSuite } from './api/sessions.ts';
import { signInSuite } from './api/sign-in.ts';
import { takingBackSuite } from './api/taking-back.ts';
import { urgencySuite } from './api/urgency.ts';
import { viewersSuite } from './api/viewers.ts';

describe.each(BACKENDS)('the API on %s', (backend) => {
  const api = apiUnderTest(backend);

  it('P4 the document is valid OpenAPI 3.1', async () => {
    const document: unknown = await (await fetch(`${api.url}/api/openapi.json`)).json();
    const validation = await new Validator().validate(z.looseObject({}).parse(document));
    expect(validation).toMatchObject({ valid: true });
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: api.url }] });
  });

  publishingSuite(api);
  placementSuite(api);
  ninjsSuite(api);
  adminSuite(api);
  invitationsSuite(api);
  sessionsSuite(api);
  signInSuite(api);
  peopleSuite(api);
  readingSuite(api);
  deskSuite(api);
  takingBackSuite(api);
  urgencySuite(api);
  viewersSuite(api);

  it('P4 every operation of the document was answered above, as it says', () => {
    expect(api.unseen()).toEqual([]);
  });
});
