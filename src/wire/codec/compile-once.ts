import type { Shape } from "../model/shape.ts";

/**
 * Compiles each shape once. A recursive shape meets itself while it is compiled: it then gets a stand-in that asks what is
 * still being made. Decoders take a depth as well, encoders only a value. What is kept here follows from the shapes alone,
 * which never change, and dies with them: the only such store that stands outside of a server's own objects.
 */
export function compileOnce<T>(make: (shape: Shape) => T, standIn: StandIn<T> = callLater): (shape: Shape) => T {
  const compiled = new WeakMap<Shape, { readonly value: T }>();
  return (shape) => {
    const known = compiled.get(shape);
    if (known !== undefined) return known.value;
    const later: { value?: T } = {};
    compiled.set(shape, { value: standIn(() => later.value as T) });
    const value = make(shape);
    later.value = value;
    compiled.set(shape, { value });
    return value;
  };
}

type StandIn<T> = (made: () => T) => T;

/** For what is a function itself. */
function callLater<T>(made: () => T): T {
  return ((value: never, depth: never) => (made() as (value: never, depth: never) => unknown)(value, depth)) as T;
}
