/** The picture of the fan-out: time to the last viewer against viewers, a line for each contender. */
import { amount } from '../figures.ts';
import { NAMES } from '../contenders/names.ts';
import { heatsOf, middleTime, typicalOf, type FanOut } from './measurement.ts';

const SIZE = { width: 760, height: 420 };
const EDGE = { top: 64, right: 150, bottom: 56, left: 64 };
const PLOT = {
  width: SIZE.width - EDGE.left - EDGE.right,
  height: SIZE.height - EDGE.top - EDGE.bottom,
};
/** Two labels nearer than this would touch. */
const LABEL_HEIGHT = 20;

const STYLE = `
  svg { --paper: #ffffff; --ink: #14171a; --quiet: #5b6570; --hair: #e3e6ea;
    --one: #14171a; --two: #1f6feb; --three: #1a7f4b; --four: #8250b8; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #14171a; --ink: #f3f4f6; --quiet: #a3acb5; --hair: #2c3238;
      --one: #ffffff; --two: #79b0ff; --three: #6fcf97; --four: #c9a4f2; }
  }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: var(--quiet);
    font-variant-numeric: tabular-nums; }
  .title { font-size: 16px; font-weight: 600; fill: var(--ink); }
  .name { font-weight: 600; fill: var(--colour); }
  .line { fill: none; stroke: var(--colour); stroke-width: 2; stroke-linejoin: round;
    stroke-linecap: round; }
  .dot { fill: var(--colour); stroke: var(--paper); stroke-width: 2; }
  .own .line { stroke-width: 3.5; }
  .leader { stroke: var(--colour); stroke-width: 1; opacity: 0.4; fill: none; }
  .hair { stroke: var(--hair); stroke-width: 1; }`;

const COLOURS: Readonly<Record<string, string>> = {
  [NAMES.hub]: 'one',
  [NAMES.docsHub]: 'two',
  [NAMES.bareWs]: 'three',
  [NAMES.nchan]: 'four',
};

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
  readonly last: Point;
  readonly value: number;
}

export function plotFanOut(fanOut: FanOut): string {
  const series = fanOut.lines.map(({ contender }) => ({
    name: contender,
    times: fanOut.sizes.map((size) => typicalOf(heatsOf(fanOut, contender, size), middleTime)),
  }));
  const times = series.flatMap((one) => one.times);
  const across = scaleOf(Math.max(...fanOut.sizes));
  const up = scaleOf(Math.max(...times));
  const place = (viewers: number, time: number): Point => ({
    x: EDGE.left + (viewers / across.top) * PLOT.width,
    y: EDGE.top + (1 - time / up.top) * PLOT.height,
  });
  const curves = series.flatMap(({ name, times: own }): Curve[] => {
    const points = own.map((time, n) => place(fanOut.sizes[n] ?? 0, time));
    const last = points.at(-1);
    return last ? [{ name, points, last, value: own.at(-1) ?? 0 }] : [];
  });
  // The hub's own line lies on top.
  const drawn = curves.toSorted(
    (a, b) => Number(a.name === NAMES.hub) - Number(b.name === NAMES.hub),
  );
  const labels = spread(curves);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img">`,
    '<title>Time to the last viewer, median, against the number of viewers</title>',
    `<style>${STYLE}\n</style>`,
    `<rect width="${SIZE.width}" height="${SIZE.height}" rx="8" fill="var(--paper)"/>`,
    text(24, 34, 'Time to the last viewer', 'class="title"'),
    text(SIZE.width - 24, 34, 'median, ms; lower is better', 'text-anchor="end"'),
    ...up.ticks.map((time) => gridLine(place(0, time), time)),
    ...across.ticks.map((viewers) => axisLabel(place(viewers, 0), viewers)),
    text(EDGE.left + PLOT.width / 2, SIZE.height - 14, 'viewers', 'text-anchor="middle"'),
    ...drawn.map((curve) => drawCurve(curve, labels.get(curve.name) ?? curve.last.y)),
    '</svg>\n',
  ].join('\n');
}

/** A round end of an axis, and round steps up to it. */
export function scaleOf(most: number): { readonly top: number; readonly ticks: readonly number[] } {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((one) => most / one <= 5) ?? most;
  const count = Math.ceil(most / step - 1e-9);
  return {
    top: count * step,
    ticks: Array.from({ length: count + 1 }, (_, n) => n * step),
  };
}

/** Where each label stands: at the end of its line, or as near to it as the others and the edges allow. */
function spread(curves: readonly Curve[]): ReadonlyMap<string, number> {
  const downwards = curves.toSorted((a, b) => a.last.y - b.last.y);
  const places = new Map<string, number>();
  let least = EDGE.top;
  for (const { name, last } of downwards) {
    const y = Math.max(last.y, least);
    places.set(name, y);
    least = y + LABEL_HEIGHT;
  }
  let most = EDGE.top + PLOT.height;
  for (const { name } of downwards.toReversed()) {
    const y = Math.min(places.get(name) ?? most, most);
    places.set(name, y);
    most = y - LABEL_HEIGHT;
  }
  return places;
}

function drawCurve({ name, points, last, value }: Curve, labelY: number): string {
  const path = points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
  const dots = points.map(
    ({ x, y }) => `<circle class="dot" cx="${round(x)}" cy="${round(y)}" r="4.5"/>`,
  );
  const labelX = EDGE.left + PLOT.width + 24;
  const leader = `<path class="leader" d="M${round(last.x + 8)} ${round(last.y)}L${labelX - 5} ${round(labelY)}"/>`;
  return [
    `<g ${name === NAMES.hub ? 'class="own" ' : ''}style="--colour: var(--${COLOURS[name] ?? 'one'})">`,
    `<polyline class="line" points="${path}"/>`,
    ...dots,
    Math.abs(labelY - last.y) > 4 ? leader : '',
    text(labelX, labelY + 4.5, `<tspan class="name">${name}</tspan> ${amount(value, '')}`, ''),
    '</g>',
  ].join('');
}

function gridLine({ y }: Point, time: number): string {
  const line = `<line class="hair" x1="${EDGE.left}" x2="${EDGE.left + PLOT.width}" y1="${round(y)}" y2="${round(y)}"/>`;
  return `${line}${text(EDGE.left - 10, y + 4, amount(time, ''), 'text-anchor="end"')}`;
}

function axisLabel({ x, y }: Point, viewers: number): string {
  return text(x, y + 22, amount(viewers, ''), 'text-anchor="middle"');
}

function text(x: number, y: number, words: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}"${attributes === '' ? '' : ` ${attributes}`}>${words}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
