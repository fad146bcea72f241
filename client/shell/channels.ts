import { z } from 'zod';
import { channelSchema, channelsSchema, type ChannelAnswer } from './answers.ts';
import type { Call } from './command.ts';
import { wrongUse } from './failure.ts';
import { pathOf } from './hub.ts';
import { columns, type Line } from './screen.ts';

export async function listChannels({ hub, screen, words }: Call): Promise<void> {
  const { raw, value } = await hub.read(channelsSchema, pathOf(words, 'channels'));
  const { name, language, boardSize, title } = words.heads;
  const rows = value.channels.map((one): Line => [
    one.name,
    one.language,
    String(one.boardSize),
    titleOf(one),
  ]);
  screen.show(raw, columns([[name, language, boardSize, title], ...rows]));
}

export async function createChannel(call: Call): Promise<void> {
  const { hub, screen, words } = call;
  const body = { name: call.operand(0), ...settingsOf(call) };
  const { raw, value } = await hub.send(channelSchema, {
    method: 'POST',
    path: pathOf(words, 'channels'),
    body,
    isRepeatable: false,
  });
  screen.show(raw, [lineOf(value, words.said.created)]);
}

export async function changeChannel(call: Call): Promise<void> {
  const { hub, screen, words } = call;
  const path = pathOf(words, 'channels', call.operand(0));
  const body = settingsOf(call);
  if (Object.keys(body).length === 0) throw wrongUse(words.faults.nothingToChange);
  const { raw, value } = await hub.send(channelSchema, {
    method: 'PATCH',
    path,
    body,
    isRepeatable: true,
  });
  screen.show(raw, [lineOf(value, words.said.changed)]);
}

export async function deleteChannel(call: Call): Promise<void> {
  const { hub, screen, words } = call;
  const name = call.operand(0);
  const path = pathOf(words, 'channels', name);
  // After a repeat nobody could tell whether it was there.
  await hub.send(z.undefined(), { method: 'DELETE', path, isRepeatable: false });
  screen.show({ name, deleted: true }, [[`${name}  ${words.said.deleted}`]]);
}

function settingsOf({ given, words }: Call): Record<string, unknown> {
  const ttl = given.text('ttl');
  const origins = given.text('origins');
  const settings = {
    title: given.text('title'),
    language: given.text('language'),
    boardSize: given.whole('board-size'),
    defaultTtl: ttl === 'none' ? null : given.whole('ttl'),
    allowedOrigins: origins === 'any' ? null : given.list('origins'),
    undoWindow: given.whole('undo-window'),
    retention: given.whole('retention'),
  };
  if (origins === '') throw wrongUse(words.faults.needsValue('origins', 'origins|any'));
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function titleOf({ title, language }: ChannelAnswer): Line[number] {
  return { quote: title, language };
}

function lineOf(channel: ChannelAnswer, done: string): Line {
  return [`${channel.name}  ${done}  `, titleOf(channel)];
}
