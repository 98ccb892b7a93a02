// Brings what a fresh machine lacks, and writes where the Node is that Squall is to run on. For `bin/squall`: any Node >= 20.
import { ensureBuilt, ensureInstalled, node24 } from "./bootstrap.mjs";

await ensureInstalled();
await ensureBuilt();
process.stdout.write(`${node24()}\n`);
