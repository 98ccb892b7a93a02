import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The data of a layer, which pages it has, and that it is whole. */
export function layerPath(directory: string, number: number, kind: "data" | "map" | "sealed"): string {
  return join(directory, `${String(number).padStart(9, "0")}.${kind}`);
}

/** The numbers of the layers in a directory, the lowest first; none where there is no directory. */
export async function layersOf(directory: string): Promise<number[]> {
  const files = await readdir(directory).catch(() => []);
  return files
    .flatMap((file) => {
      const [, digits] = /^(\d{9})\.data$/.exec(file) ?? [];
      return digits === undefined ? [] : [Number(digits)];
    })
    .sort((left, right) => left - right);
}
