import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin, ResolvedConfig } from "vite";

/**
 * Cloudscape's stylesheet carries eight cuts of Open Sans inside itself, 130 KB that do not compress. As files of their own the
 * browser fetches only the cuts that a page shows.
 */
export function openSansFiles(): Plugin {
  let directory = "";
  return {
    name: "squall:open-sans-files",
    enforce: "pre",
    configResolved: (config: ResolvedConfig) => {
      directory = join(config.cacheDir, "open-sans");
    },
    transform: {
      filter: { id: /global-styles[\\/]index\.css$/ },
      handler: async (css) => {
        await mkdir(directory, { recursive: true });
        const writes: Promise<void>[] = [];
        const rewritten = css.replace(
          dataFont,
          (_all, style: string, weight: string, slope: string, base64: string) => {
            const path = join(directory, `open-sans-${weight}-${slope}.woff2`);
            writes.push(writeFile(path, base64, "base64"));
            return `${style}font-display: swap; src: url("${path}")`;
          },
        );
        if (writes.length === 0)
          throw new Error("Cloudscape's stylesheet has no inlined font any more: remove this step.");
        await Promise.all(writes);
        return { code: rewritten, map: null };
      },
    },
  };
}

const dataFont =
  /(font-family: 'Open Sans';\s*font-weight: (\d+);\s*font-style: (\w+);\s*)src: url\('data:font\/woff2;base64,([^']+)'\)(?: format\('woff2'\))?/g;
