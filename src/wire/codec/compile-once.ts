import type { Shape } from "../model/shape.ts";

/**
 * Compiles each shape once. A recursive shape meets itself while it is compiled: it then gets a stand-in that calls what is
 * still being made. The cache dies with the shapes. Decoders take a depth as well, encoders only a value.
 */
export function compileOnce<F extends (value: never, depth: never) => unknown>(
  make: (shape: Shape) => F,
): (shape: Shape) => F {
  const compiled = new WeakMap<Shape, F>();
  return (shape) => {
    const known = compiled.get(shape);
    if (known !== undefined) return known;
    const later: { value?: F } = {};
    compiled.set(shape, ((value: never, depth: never) => later.value!(value, depth)) as F);
    later.value = make(shape);
    compiled.set(shape, later.value);
    return later.value;
  };
}
