/** The scales of the chart, which the library leaves untyped: those of d3-scale, as far as they are used. */

export interface LinearScale {
  (value: number): number;
  invert(pixel: number): number;
  ticks(count: number): number[];
}

export interface Scales {
  readonly x: LinearScale;
  readonly y: LinearScale;
}
