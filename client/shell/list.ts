import { ageFormat, ageOf } from '../../shared/age.ts';
import { boardSchema } from './answers.ts';
import type { Call } from './command.ts';
import { pathOf } from './hub.ts';
import { textOf } from './item-lines.ts';
import { columns, type Line } from './screen.ts';

/** As the channel shows it, first to last. */
export async function list(call: Call): Promise<void> {
  const { hub, screen, words, world } = call;
  const { raw, value } = await hub.read(
    boardSchema,
    pathOf(words, 'channels', call.channel(), 'headlines'),
  );
  const { id, urgency, version, age, headline } = words.heads;
  const format = ageFormat(call.language);
  const rows = value.headlines.map((item): Line => [
    item.id,
    String(item.urgency),
    String(item.version),
    ageOf(item.firstCreated, world.now(), format),
    textOf(item, words),
  ]);
  const isEmpty = rows.length === 0;
  screen.show(
    raw,
    isEmpty
      ? [[words.said.noHeadlines]]
      : columns([[id, urgency, version, age, headline], ...rows]),
  );
}
