import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The rules of the house that a machine can check. An `error` fails the build; a `note` is only told: a long file or function
 * may have its reason.
 */
const root = fileURLToPath(new URL("../", import.meta.url));
const errors: string[] = [];
const notes: string[] = [];

const files = sourceFiles("src").map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
const tests = [...sourceFiles("src"), ...sourceFiles("test")]
  .filter((path) => path.endsWith(".test.ts") || path.includes("contract"))
  .map((path) => readFileSync(join(root, path), "utf8"))
  .join("\n");

checkImportDirection();
checkCycles();
checkImpurity();
checkModuleState();
checkPages();
checkOperationsHaveTests();
checkOperationsAreLoadedWhenCalled();
checkDeadFiles();
checkDecodersAreTried();
checkPrinting();
checkServicesAreNotNamed();
reportLength();

for (const note of notes) process.stdout.write(`note  ${note}\n`);
for (const error of errors) process.stdout.write(`error ${error}\n`);
process.stdout.write(`tidy: ${errors.length} errors, ${notes.length} notes in ${files.length} files\n`);
process.exitCode = errors.length > 0 ? 1 : 0;

/** platform ← storage, sandbox, cluster (which knows storage) ← services ← gateway ← server ← cli, main; wire ← gateway; a service never imports another. */
function checkImportDirection(): void {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    platform: [],
    wire: ["platform"],
    storage: ["platform"],
    sandbox: ["platform", "runtimes"],
    cluster: ["platform", "storage"],
    services: ["platform", "storage", "sandbox", "cluster"],
    gateway: ["platform", "storage", "services", "wire"],
    config: ["platform"],
    server: ["platform", "storage", "sandbox", "cluster", "services", "gateway", "wire", "config"],
    cli: ["platform", "storage", "sandbox", "services", "gateway", "wire", "config", "server"],
    main: ["cli"],
  };
  for (const { path, text } of files) {
    if (isTestCode(path)) continue;
    const from = roomOf(path);
    for (const target of importsOf(path, text)) {
      const to = roomOf(target);
      if (to !== from && !allowed[from]?.includes(to))
        errors.push(`${path} imports ${target}: ${from} must not know ${to}`);
      const service = serviceOf(path);
      const other = serviceOf(target);
      if (service && other && service !== other) errors.push(`${path} imports another service: ${target}`);
    }
  }
}

function checkCycles(): void {
  const graph = new Map(files.map(({ path, text }) => [path, importsOf(path, text, { typesToo: false })]));
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) errors.push(`imports go in a circle: ${[...trail.slice(at), path].join(" → ")}`);
    if (at >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
}

/** Wall clock, randomness and environment are injected; only these places may ask the machine. */
function checkImpurity(): void {
  const pattern = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\bprocess\.env\b/;
  for (const { path, text } of files) {
    if (/^src\/(platform|cli)\/|^src\/config\.ts/.test(path) || isTestCode(path)) continue;
    for (const [index, line] of text.split("\n").entries()) {
      if (pattern.test(line) && !/^\s*(\*|\/\/)/.test(line))
        errors.push(`${path}:${index + 1} asks the machine: ${line.trim()}`);
    }
  }
}

/** What a command prints may come from outside, and must not control a terminal: print.ts sees to that. */
function checkPrinting(): void {
  for (const { path, text } of files) {
    if (!path.startsWith("src/cli/") || path === "src/cli/print.ts" || isTestCode(path)) continue;
    if (/process\.std(?:out|err)\.write|\bconsole\./.test(text)) errors.push(`${path} writes past src/cli/print.ts`);
  }
}

function checkModuleState(): void {
  for (const { path, text } of files) {
    if (/^(?:export )?(?:let|var) /m.test(text)) errors.push(`${path} has module-level state (let)`);
  }
}

/** A page of partitions is asked for in one place: whoever goes through them by hand stops at the first page one day. */
function checkPages(): void {
  for (const { path, text } of files) {
    if (/^src\/(?:storage|cluster)\//.test(path) || isTestCode(path)) continue;
    if (/\.listPartitions\(/.test(text)) errors.push(`${path} asks for a page of partitions: use eachPartition`);
  }
}

function checkOperationsHaveTests(): void {
  for (const { path } of files) {
    const match = /^src\/services\/[^/]+\/operations\/([^/.]+)\.ts$/.exec(path);
    if (!match?.[1]) continue;
    const name = match[1].replace(/(?:^|-)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
    // Without regard to case: `get-saml-provider` is GetSAMLProvider.
    if (!new RegExp(`\\b${name}(Command)?\\b`, "i").test(tests)) errors.push(`${path}: no test calls ${name}`);
  }
}

/** Whatever imports an operation's file has it read at the start, and holds it in memory whether it is called or not. Only another operation may. */
function checkOperationsAreLoadedWhenCalled(): void {
  for (const { path, text } of files) {
    if (isTestCode(path) || /\/operations\/|\/generated\/operations\.ts$/.test(path)) continue;
    for (const target of importsOf(path, text)) {
      if (/^src\/services\/[^/]+\/operations\//.test(target))
        errors.push(`${path} imports an operation: ${target}; what both need belongs to its noun`);
    }
  }
}

function checkDeadFiles(): void {
  const reached = new Set<string>(["src/main.ts"]);
  for (const { path, text } of files) for (const target of importsOf(path, text)) reached.add(target);
  for (const { path } of files) {
    if (!reached.has(path) && !isTestCode(path)) errors.push(`${path} is imported by nothing`);
  }
}

/** Whatever reads text or bytes that may come from outside is tried with the worst of it, or is named there with the reason. */
function checkDecodersAreTried(): void {
  const path = "test/security/decoders.test.ts";
  const tried = readFileSync(join(root, path), "utf8");
  const imported = new Set(importsOf(path, tried));
  const decoder =
    /^export (?:async )?function ((?:parse|read|compile)[A-Z]\w*)\(\s*\w+: (?:string|Buffer|Uint8Array)\b/gm;
  for (const { path: file, text } of files) {
    if (isTestCode(file) || /^src\/(?:cli|config)/.test(file)) continue;
    for (const [, name] of text.matchAll(decoder)) {
      // Several have the same name (`parseJson`): one is tried, or named, by itself.
      const isTried = imported.has(file) && new RegExp(`\\b${name}\\b`).test(tried);
      if (!isTried && !new RegExp(`^  ${name}: "`, "m").test(tried))
        errors.push(`${file}: ${name} is not tried in ${path}`);
    }
  }
}

/**
 * Services own their surfaces and their wire's habits: what serves all of them names none, neither in a text nor in a name of the program. Comments may,
 * for examples.
 */
function checkServicesAreNotNamed(): void {
  const services = new Set(files.flatMap(({ path }) => /^src\/services\/([^/]+)\/service\.ts$/.exec(path)?.[1] ?? []));
  for (const { path, text } of files) {
    if (!/^src\/(?:gateway|wire)\//.test(path) || isTestCode(path)) continue;
    const code = text.replace(/\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/.*/g, "");
    for (const [word] of code.matchAll(/[A-Za-z][\w-]*/g)) {
      const parts = word.replace(/([a-z0-9])(?=[A-Z])/g, "$1-").toLowerCase();
      const named = [...services].find((service) => `-${parts}-`.includes(`-${service}-`));
      if (named)
        errors.push(`${path} names a service (${word}): what is ${named}'s own belongs into src/services/${named}`);
    }
  }
}

function reportLength(): void {
  for (const { path, text } of files) {
    const lines = text.split("\n").length;
    if (lines > 300) notes.push(`${path} has ${lines} lines`);
  }
}

function importsOf(path: string, text: string, { typesToo = true } = {}): string[] {
  const found: string[] = [];
  const pattern =
    /^(?:import|export)\s+(type\s)?[^;]*?from\s+"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)|^import\s+"(\.[^"]+)"/gm;
  for (const [, type, from, dynamic, bare] of text.matchAll(pattern)) {
    const target = from ?? dynamic ?? bare;
    if (!target || (type && !typesToo)) continue;
    found.push(relative(root, normalize(join(root, dirname(path), target))));
  }
  return found;
}

/** Tests, the suites they share (`contract.ts`) and what they start (`test-server.ts`, `fixtures/`). */
function isTestCode(path: string): boolean {
  return /\.test\.ts$|\/contract(?:\.ts$|\/)|\/test-[a-z-]+\.ts$|\/fixtures\//.test(path);
}

function roomOf(path: string): string {
  if (path.startsWith("runtimes/")) return "runtimes";
  return /^src\/([^/.]+)/.exec(path)?.[1] ?? path;
}

/** The ledger of usage is no service: each may write in it. */
function serviceOf(path: string): string | undefined {
  const folder = /^src\/services\/([^/]+)\//.exec(path)?.[1];
  return folder === "usage" || folder === "http-proxy" || folder === "signature" ? undefined : folder;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "fixtures" ? [] : sourceFiles(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}
