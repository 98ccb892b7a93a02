import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type ResolvedConfig } from "vite";

/**
 * The bundler cuts what pages share into many small files, by who uses each part. A browser asks for six at a time, and each that
 * is asked for first delays the page: so what every page needs is one file, and what the services' clients have in common another.
 */
const fewFiles = [
  { name: "shell", tags: ["$initial" as const], priority: 2 },
  { name: "aws", test: /node_modules[\\/](@smithy|@aws-crypto|@aws-sdk[\\/]core)[\\/]/, priority: 1 },
];

/** The page is served by Squall itself: `/` and `/console/…` are the page, `/_console/` its files. */
export default defineConfig({
  base: "/_console/",
  plugins: [openSansFiles(), react()],
  build: {
    target: "es2023",
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: { output: { codeSplitting: { groups: fewFiles } } },
  },
});

/**
 * Cloudscape's stylesheet carries eight cuts of Open Sans inside itself, 130 KB that do not compress. As files of their own the
 * browser fetches only the cuts that a page shows.
 */
function openSansFiles(): Plugin {
  let directory = "";
  // Browsers slant the upright cut for the few words in italics.
  const italicFace = /@font-face \{[^}]*font-style: italic;[^}]*\}/g;
  const dataFont =
    /(font-family: 'Open Sans';\s*font-weight: (\d+);\s*font-style: (\w+);\s*)src: url\('data:font\/woff2;base64,([^']+)'\)(?: format\('woff2'\))?/g;
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
        const rewritten = css
          .replace(italicFace, "")
          .replace(dataFont, (_all, style: string, weight: string, slope: string, base64: string) => {
            const path = join(directory, `open-sans-${weight}-${slope}.woff2`);
            writes.push(writeFile(path, base64, "base64"));
            return `${style}font-display: swap; src: url("${path}")`;
          });
        if (writes.length === 0)
          throw new Error("Cloudscape's stylesheet has no inlined font any more: remove this step.");
        await Promise.all(writes);
        return { code: rewritten, map: null };
      },
    },
  };
}
