import type { LayerRecord } from "./layer.ts";

/** Whether a listing's filters let the layer through. One that names no runtime or architecture matches only where none is asked for. */
export function isCompatible(
  { runtimes, architectures }: LayerRecord,
  filters: { CompatibleRuntime?: string; CompatibleArchitecture?: string },
): boolean {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = filters;
  return (
    (runtime === undefined || runtimes?.includes(runtime) === true) &&
    (architecture === undefined || architectures?.includes(architecture) === true)
  );
}
