import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Squall's own folder, where package.json is: above `src/` or `dist/src/`, whichever the module at `url` runs from. */
export function findInstallDir(url: string): string {
  let directory = dirname(fileURLToPath(url));
  while (!existsSync(join(directory, "package.json"))) directory = dirname(directory);
  return directory;
}
