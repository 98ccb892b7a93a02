import { fileURLToPath } from "node:url";
import type { Rule } from "./tidy/rule.ts";
import { cycles } from "./tidy/rules/cycles.ts";
import { deadFiles } from "./tidy/rules/dead-files.ts";
import { decodersTried } from "./tidy/rules/decoders-tried.ts";
import { importDirection } from "./tidy/rules/import-direction.ts";
import { length } from "./tidy/rules/length.ts";
import { machine } from "./tidy/rules/machine.ts";
import { moduleState } from "./tidy/rules/module-state.ts";
import { nodeHttp } from "./tidy/rules/node-http.ts";
import { operationsLoadedWhenCalled } from "./tidy/rules/operations-loaded-when-called.ts";
import { operationsTested } from "./tidy/rules/operations-tested.ts";
import { partitionPages } from "./tidy/rules/partition-pages.ts";
import { printing } from "./tidy/rules/printing.ts";
import { serviceCaches } from "./tidy/rules/service-caches.ts";
import { serviceSkeleton } from "./tidy/rules/service-skeleton.ts";
import { servicesNotNamed } from "./tidy/rules/services-not-named.ts";
import { readSourceTree } from "./tidy/source-tree.ts";

/** The rules of the house that a machine can check: what they find fails the build. */
const rules: readonly Rule[] = [
  importDirection,
  cycles,
  machine,
  moduleState,
  serviceSkeleton,
  serviceCaches,
  partitionPages,
  operationsTested,
  operationsLoadedWhenCalled,
  deadFiles,
  decodersTried,
  nodeHttp,
  printing,
  servicesNotNamed,
];

const tree = readSourceTree(fileURLToPath(new URL("../", import.meta.url)));
const notes = [...length(tree)];
const errors = rules.flatMap((rule) => [...rule(tree)]);
for (const note of notes) process.stdout.write(`note  ${note}\n`);
for (const error of errors) process.stdout.write(`error ${error}\n`);
process.stdout.write(`tidy: ${errors.length} errors, ${notes.length} notes in ${tree.files.length} files\n`);
process.exitCode = errors.length > 0 ? 1 : 0;
