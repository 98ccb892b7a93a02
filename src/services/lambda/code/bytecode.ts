import { normalize } from "node:path/posix";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../service.ts";
import type { FunctionRecord } from "../functions/function.ts";
import type { CodeDirectories, CodeStore } from "./code-store.ts";
import { compileModules, pathsOf } from "./compile-modules.ts";
import { compileScripts } from "./compile-scripts.ts";

/** Fewer are compiled in less time than it takes to say so. One module of Node.js may be a whole bundle: there the guest decides. */
const leastModules = { python: 20, node: 1 };
/** Of what compiles Python, whatever its function has. */
const compilerMiB = 1024;
/** The largest packages import a few thousand; a function may say what it likes. */
const mostModules = 10_000;

export interface BytecodeParts {
  readonly host: ServiceHost;
  readonly sandbox: Sandbox;
  readonly code: CodeStore;
  readonly record: FunctionRecord;
}

/**
 * What a version's environments need not compile: its first environment tells which modules it has imported, then these are compiled once, for
 * all versions of the same bytes, and for good (docs/decisions/0061).
 */
export class Bytecode {
  readonly #parts: BytecodeParts;
  #directory: Promise<string | undefined> | undefined;
  #hasAsked = false;
  #compiling: Promise<void> = Promise.resolve();
  /** Made when there is something to end: most versions never compile. */
  #end: AbortController | undefined;
  #isClosed = false;

  constructor(parts: BytecodeParts) {
    this.#parts = parts;
  }

  /** Where the archive is, if there is one. */
  async directory(): Promise<string | undefined> {
    if (!this.#language) return undefined;
    this.#directory ??= this.#parts.code.bytecodeDirectory(this.#parts.record);
    return this.#directory;
  }

  /** True once: of the environment that is to tell its modules. */
  asks(): boolean {
    const asks = !this.#hasAsked && this.#language !== undefined;
    this.#hasAsked = true;
    return asks;
  }

  /** Compiles in the background what an environment of that code had to compile. What fails leaves all as it was. */
  learn(directories: CodeDirectories, modules: readonly string[]): void {
    const { host, code, record } = this.#parts;
    const deployed = modules.slice(0, mostModules).filter(isDeployed);
    if (!this.#language || deployed.length < leastModules[this.#language]) return;
    const compile = async () => {
      if (this.#isClosed) return;
      this.#compiling = this.#compile(directories, deployed).catch((error: Error) => {
        host.log.debug("no bytecode was kept", { function: record.name, error: error.message });
      });
      await this.#compiling;
    };
    void code.compileInTurn(compile);
  }

  get #language(): keyof typeof leastModules | undefined {
    const { runtime } = this.#parts.record.configuration;
    return runtime.startsWith("python") ? "python" : runtime.startsWith("nodejs") ? "node" : undefined;
  }

  /** Nothing is compiled any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#end?.abort();
    await this.#compiling;
  }

  async #compile(directories: CodeDirectories, modules: readonly string[]): Promise<void> {
    const { code, record } = this.#parts;
    this.#end = new AbortController();
    const compile = this.#language === "python" ? this.#compilePython : this.#compileNode;
    const files = await compile.call(this, directories, modules, this.#end.signal);
    if (!files) return;
    await code.keepBytecode(record, files);
    this.#directory = undefined;
  }

  async #compilePython(directories: CodeDirectories, modules: readonly string[], signal: AbortSignal) {
    const { host, sandbox, code, record } = this.#parts;
    const former = await code.readBytecode(record);
    const paths = [...new Set([...modules, ...(former ? pathsOf(former) : [])])];
    if (this.#isClosed) return undefined;
    const archive = await compileModules(sandbox, host.clock, this.#spec(directories, compilerMiB), paths, signal);
    return archive && new Map([["archive", archive]]);
  }

  /** V8 takes what was compiled with the flags it has itself, and these are made from the function's memory. */
  #compileNode(directories: CodeDirectories, modules: readonly string[], signal: AbortSignal) {
    const { host, sandbox, record } = this.#parts;
    const spec = this.#spec(directories, record.configuration.memoryMiB);
    return compileScripts(sandbox, host.clock, spec, modules, signal);
  }

  #spec({ codeDir, optDir }: CodeDirectories, memoryMiB: number) {
    const { host, record } = this.#parts;
    return { id: host.random.uuid(), runtime: record.configuration.runtime, codeDir, optDir, memoryMiB };
  }
}

/** What the archive's name has the bytes of, by its one name: a folder that leads into itself has as many as one likes. */
function isDeployed(path: string): boolean {
  return /^\/(?:var\/task|opt)\//.test(path) && normalize(path) === path;
}
