import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { BoundedCache } from "../../src/platform/bounded-cache.ts";
import type { RuntimeHost } from "../runtime.ts";

const run = promisify(execFile);

/** Where functions see what has been brought. */
export const sdkPlace = "/var/runtime/sdk";

/**
 * The packages of AWS's SDK that its Node.js runtimes have and Squall's installation has not: some 400 clients, 5 to 30 MB each with their models. Each is brought
 * from npm when it is first asked for, once for all servers of the machine.
 *
 * Who asks is a function, so names are what AWS alone can publish: its own scope, and a list of Smithy's. Their install scripts are not run. The versions are the newest that
 * are no newer than the installed client of S3, so they do not change as long as Squall's do not.
 */
export class SdkPackages {
  readonly #host: RuntimeHost;
  /** Mounted as `sdkPlace`; a folder for each package, with what it needs that the installation has not in the same version. */
  readonly folder: string;
  readonly #version: string | undefined;
  readonly #bringing = new Map<string, Promise<string | undefined>>();
  readonly #refused = new BoundedCache<string, string>(mostRefused);
  /** One at a time: whoever asks for many must not start as many package managers. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(host: RuntimeHost) {
    this.#host = host;
    this.#version = versionIn(join(host.installDir, "node_modules/@aws-sdk/client-s3"));
    // Of another installation it would lack, or have twice, what that has or has not.
    const key = createHash("sha256").update(`${this.#version} ${host.installDir}`).digest("hex").slice(0, 12);
    this.folder = join(host.cacheDir, "node-sdk", key);
  }

  /** Undefined when it is there; else why not, in a sentence's part. */
  bring(name: string): Promise<string | undefined> {
    const refusal = this.#refused.get(name);
    if (refusal !== undefined) return Promise.resolve(refusal);
    const asked = this.#bringing.get(name);
    if (asked) return asked;
    if (this.#bringing.size >= mostAsked) return Promise.resolve("too many are being brought just now");
    const bringing = this.#bring(name).finally(() => this.#bringing.delete(name));
    this.#bringing.set(name, bringing);
    return bringing;
  }

  /** Forgets what could not be had: somebody asks who can do something about it. */
  retry(name: string): Promise<string | undefined> {
    this.#refused.delete(name);
    return this.bring(name);
  }

  async #bring(name: string): Promise<string | undefined> {
    const wanted = this.#wanted(name);
    if (wanted === undefined) return "AWS's runtimes have no such package";
    if (existsSync(placeOf(this.folder, name))) return undefined;
    const before = this.#last;
    const done = before.then(() => this.#install(name, wanted));
    this.#last = done;
    const refusal = await done;
    if (refusal !== undefined) this.#refused.set(name, refusal);
    return refusal;
  }

  /** For npm: `@aws-sdk/client-athena@<=3.1173.0`. */
  #wanted(name: string): string | undefined {
    if (/^@aws-sdk\/[a-z0-9][a-z0-9-]{0,60}$/.test(name)) return this.#version && `${name}@<=${this.#version}`;
    const version = smithy.get(name);
    return version && `${name}@${version}`;
  }

  async #install(name: string, wanted: string): Promise<string | undefined> {
    const target = join(this.folder, folderOf(name));
    const unfinished = `${target}.${process.pid}`;
    this.#host.say(`bringing ${name} from npm (once) …`);
    try {
      await rm(unfinished, { recursive: true, force: true });
      await mkdir(unfinished, { recursive: true });
      // A folder of its own: without it npm would install into whatever project lies above.
      await writeFile(join(unfinished, "package.json"), "{}");
      const options = [
        "--prefix",
        unfinished,
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--omit=dev",
        // Where there is no network npm would try for more than a minute, and the function with it.
        "--fetch-retries=1",
        "--fetch-retry-mintimeout=500",
        "--fetch-retry-maxtimeout=1000",
      ];
      await run("npm", ["install", ...options, wanted], { cwd: unfinished, timeout: mostMs });
      const modules = join(unfinished, "node_modules");
      if (!existsSync(join(modules, name, "package.json"))) throw new Error("npm has installed nothing");
      await this.#leaveOut(modules, name);
      await rm(target, { recursive: true, force: true });
      await rename(unfinished, target);
      return undefined;
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      if (existsSync(placeOf(this.folder, name))) return undefined; // another server was quicker
      return `npm could not bring it: ${whatNpmSaid(error as Error & { stderr?: string })}`;
    }
  }

  /** What the installation has in the same version is found there, and loaded once for all that need it. */
  async #leaveOut(modules: string, asked: string): Promise<void> {
    for (const top of await readdir(modules)) {
      const names = top.startsWith("@") ? (await readdir(join(modules, top))).map((each) => `${top}/${each}`) : [top];
      for (const name of names) {
        const own = versionIn(join(modules, name));
        if (name === asked || own === undefined) continue;
        if (own === versionIn(join(this.#host.installDir, "node_modules", name)) && isShown(name))
          await rm(join(modules, name), { recursive: true });
      }
    }
  }
}

/** Of others only those are mounted that the SDK of the installation needs. */
function isShown(name: string): boolean {
  return /^@(?:aws-sdk|smithy|aws-crypto|aws)\//.test(name);
}

/** As many are known to be asked for in vain: npm is asked again for what was asked for before them. */
const mostRefused = 1000;
/** They wait for one another; a function that asks for thousands at once must not keep npm busy for a day. */
const mostAsked = 32;
const mostMs = 180_000;

function folderOf(name: string): string {
  return name.replace("/", "+");
}

function placeOf(folder: string, name: string): string {
  return join(folder, folderOf(name), "node_modules", name, "package.json");
}

function versionIn(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version?: string }).version;
  } catch {
    return undefined;
  }
}

function whatNpmSaid({ stderr, message }: Error & { stderr?: string }): string {
  const lines = (stderr || message).split("\n").map((line) => line.replace(/^npm (?:error|ERR!)\s*/, "").trim());
  const said = lines.find((line) => line !== "" && !/^code |^errno |^syscall /.test(line)) ?? "no reason was given";
  return said.slice(0, 300);
}

/** Smithy's packages that programs import by name, as AWS's clients of this time need them. */
const smithy: ReadonlyMap<string, string> = new Map(
  `abort-controller 4.4.2, chunked-blob-reader 5.5.2, config-resolver 4.7.2, core 3.41.0, credential-provider-imds 4.5.2, eventstream-codec 4.5.2,
   eventstream-serde-config-resolver 4.6.2, eventstream-serde-node 4.5.2, eventstream-serde-universal 4.5.2, fetch-http-handler 5.8.1, hash-node 4.5.2,
   hash-stream-node 4.5.2, invalid-dependency 4.5.2, is-array-buffer 4.5.2, md5-js 4.5.2, middleware-apply-body-checksum 4.6.3, middleware-compression 4.6.2,
   middleware-content-length 4.5.2, middleware-endpoint 4.7.2, middleware-retry 4.8.2, middleware-serde 4.5.2, middleware-stack 4.5.2, node-config-provider 4.6.2,
   node-http-handler 4.14.2, property-provider 4.5.2, protocol-http 5.6.2, querystring-builder 4.5.2, querystring-parser 4.5.2, service-error-classification 4.6.2,
   shared-ini-file-loader 4.7.2, signature-v4 5.7.5, signature-v4a 3.6.2, smithy-client 4.15.2, types 4.20.0, url-parser 4.5.2, util-base64 4.6.2,
   util-body-length-node 4.5.2, util-buffer-from 4.5.2, util-config-provider 4.5.2, util-defaults-mode-node 4.5.2, util-endpoints 3.7.2, util-hex-encoding 4.5.2,
   util-middleware 4.5.2, util-retry 4.6.2, util-stream 4.8.2, util-uri-escape 4.5.2, util-utf8 4.5.2, util-waiter 4.6.2, uuid 1.4.2`
    .split(",")
    .map((entry) => entry.trim().split(" ") as [string, string])
    .map(([name, version]) => [`@smithy/${name}`, version]),
);
