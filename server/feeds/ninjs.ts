/** A headline as a ninjs 3.1 document (IPTC). */
import type { Headline } from '../../shared/headline.ts';

export const NINJS_TYPE = 'application/vnd.iptc.ninjs+json';

const STANDARD = {
  name: 'ninjs',
  version: '3.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json',
} as const;

export function ninjsUri(publicUrl: string, channel: string, id: string): string {
  return `${publicUrl}/api/channels/${channel}/headlines/${id}`;
}

/**
 * ninjs has no field for the link of a headline: it goes into a rendition named `web`, the page that
 * shows the item. `pinned` and `rank` are the channel's own business and
 * stay at home.
 */
export function toNinjs(publicUrl: string, channel: string, item: Headline) {
  const { version, pubStatus, language, firstCreated, versionCreated, edNote } = item;
  return {
    uri: ninjsUri(publicUrl, channel, item.id),
    standard: STANDARD,
    type: 'text',
    representationType: 'full',
    version: String(version),
    pubStatus,
    language,
    firstCreated,
    versionCreated,
    ...(edNote === undefined ? {} : { edNote }),
    ...(item.pubStatus === 'usable' ? textOf(item) : {}),
  };
}

function textOf(item: Extract<Headline, { pubStatus: 'usable' }>) {
  const { headline, summary, urgency, url, source, by, expires } = item;
  const plain = (role: string, value: string) => [{ role, contentType: 'text/plain', value }];
  return {
    urgency,
    headlines: plain('main', headline),
    ...(summary === undefined ? {} : { descriptions: plain('summary', summary) }),
    ...(source === undefined ? {} : { infoSources: [{ name: source }] }),
    ...(by === undefined ? {} : { by }),
    ...(expires === undefined ? {} : { expires }),
    ...(url === undefined
      ? {}
      : { renditions: [{ name: 'web', href: url, contentType: 'text/html' }] }),
  };
}
