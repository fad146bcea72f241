import { expect, it } from 'vitest';
import { ATTRIBUTES, changed, defaultSettings, type TickerSettings } from '../widget/settings.ts';
import {
  attributesOf,
  DEFAULT_CHOICE,
  MODES,
  POSITIONS,
  readChoice,
  THEMES,
  WORDS,
  writeChoice,
  type Attribute,
  type Choice,
} from './choice.ts';

const HUB = 'https://hub.example';
const CHOSEN: Choice = {
  channel: 'sport',
  mode: 'scroll',
  speed: 120,
  theme: 'minimal',
  position: 'bottom',
  label: 'رياضة "اليوم" & غدًا',
  lang: 'fr',
  showTime: false,
  showSource: false,
  max: 5,
};

/** What the ticker makes of these attributes. */
function settingsFrom(attributes: readonly Attribute[]): TickerSettings {
  const defaults = defaultSettings(HUB);
  return attributes.reduce((settings, [attribute, value]) => {
    const name = ATTRIBUTES.get(attribute);
    if (name === undefined) throw new Error(`The ticker has no attribute ${attribute}`);
    return changed(settings, name, value, defaults, (fault) => {
      throw new Error(fault);
    });
  }, defaults);
}

it('G6 what is not chosen is not said, and is what the ticker does anyway', () => {
  expect(attributesOf(DEFAULT_CHOICE)).toEqual([]);
  const { max, ...said } = DEFAULT_CHOICE;
  expect(max).toBeUndefined();
  expect(defaultSettings(HUB)).toMatchObject(said);
});

it('G6 the ticker understands every attribute as it was chosen', () => {
  expect(settingsFrom(attributesOf(CHOSEN))).toMatchObject({ ...CHOSEN, channel: 'breaking' });
  const choices: Partial<Choice>[] = [
    ...MODES.map((mode) => ({ mode })),
    ...THEMES.map((theme) => ({ theme })),
    ...POSITIONS.map((position) => ({ position })),
    { lang: 'ur' },
    { label: '' },
  ];
  for (const part of choices) {
    expect(settingsFrom(attributesOf({ ...DEFAULT_CHOICE, ...part }))).toMatchObject(part);
  }
  const still = attributesOf({ ...DEFAULT_CHOICE, mode: 'list', speed: 120 });
  expect(still).toEqual([['mode', 'list']]);
});

it('G6 an address carries the whole choice, beside what else it says', () => {
  for (const choice of [DEFAULT_CHOICE, CHOSEN, { ...CHOSEN, label: '' }]) {
    const query = new URLSearchParams('lang=en&mode=list&max=7');
    writeChoice(choice, query);
    expect(readChoice(new URLSearchParams(query.toString()))).toEqual(choice);
    expect(query.get('lang')).toBe('en');
  }
  const query = new URLSearchParams('lang=en');
  writeChoice(DEFAULT_CHOICE, query);
  expect(query.toString()).toBe('lang=en');
});

it('G6 an address that says nonsense chooses nothing', () => {
  const nonsense = [
    'mode=x&theme=__proto__&position=left&words=constructor',
    'speed=9&max=0&channel=',
    'speed=501&max=101',
    'speed=1e2&max=-1',
  ];
  for (const query of nonsense) {
    expect(readChoice(new URLSearchParams(query)), query).toEqual(DEFAULT_CHOICE);
  }
  expect(Object.keys(WORDS)).toHaveLength(7);
});
