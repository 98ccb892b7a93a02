#!/usr/bin/env node
// The one entry for users: brings what is missing (dependencies, Node 24, the build), then becomes Squall. Runs on Node >= 20.
import { becomeNode, ensureBuilt, ensureInstalled, root } from "../tools/bootstrap.mjs";

await ensureInstalled();
await ensureBuilt();
await becomeNode([`${root}dist/src/main.js`, ...process.argv.slice(2)]);
