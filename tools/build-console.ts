import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Builds console/dist/ and compresses each file once, here, so that the server never does. */
const folder = fileURLToPath(new URL("../console/", import.meta.url));
const vite = fileURLToPath(new URL("../node_modules/vite/bin/vite.js", import.meta.url));

const { status } = spawnSync(process.execPath, [vite, "build", "--logLevel", "warn"], {
  cwd: folder,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
compress(join(folder, "dist"));

function compress(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) compress(path);
    else if ([".html", ".js", ".css", ".svg", ".json"].includes(extname(entry.name))) compressFile(path);
  }
}

function compressFile(path: string): void {
  const content = readFileSync(path);
  // The highest quality takes half a minute for a few per cent.
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
