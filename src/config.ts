import { isIPv6 } from "node:net";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { LogLevel } from "./platform/log.ts";
import { isNetwork } from "./platform/network-address.ts";
import { type NodeAddress, readNodeAddress } from "./platform/node-address.ts";

/** What a server is started with: flags over environment variables over defaults. Frozen: nothing changes while it runs. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** A port where devices speak MQTT by TLS, beside the one of everything else; undefined for none, 0 for a free one. */
  readonly mqttPort: number | undefined;
  /** Further names that requests and pages may come by, in lower case. */
  readonly allowedHosts: readonly string[];
  /** Addresses and networks of load balancers, whose word is taken for who asks and whether by TLS. */
  readonly trustedProxies: readonly string[];
  /** Files of a certificate and its key, shown by TLS instead of one that Squall's own authority signs. */
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  readonly dataDir: string;
  /** Nothing is kept: the data directory is a temporary one, deleted at the stop. */
  readonly ephemeral: boolean;
  /** `sqlite` in the data directory, or a `postgres://` URL. */
  readonly database: string;
  /** `disk` in the data directory, or an `s3://` URL. */
  readonly blobs: string;
  /** The region of a blob store whose URL names none. */
  readonly blobRegion: string;
  /** Where other servers on the same database reach this one; undefined for one that is alone. */
  readonly nodeAddress: NodeAddress | undefined;
  /** How long a server that is told to stop goes on answering, for load balancers to notice. */
  readonly drainMs: number;
  readonly auth: "open" | "enforce";
  readonly accountId: string;
  readonly logLevel: LogLevel;
  /** Runs functions without isolation where the kernel allows none. */
  readonly allowUnisolated: boolean;
  /** What functions reach: the outside and Squall, Squall alone, or what the host reaches. */
  readonly functionNetwork: "outside" | "squall" | "host";
  readonly functionRoot: "aws" | "host";
  readonly cacheDir: string;
  /** Directories with labs, a folder each, beside those that Squall brings. */
  readonly labs: readonly string[];
  /** AWS's quotas and delays of Lambda, for those who test at their edge. */
  readonly lambda: {
    readonly concurrentExecutions: number;
    readonly firstRetryDelayMs: number;
    readonly leastUpdateMs: number;
    readonly idleEnvironmentMs: number;
    readonly billingIncrementMs: number;
    readonly zygoteBytes: number;
    readonly proactiveBytes: number;
    /** What is kept can be had in `open` mode only, so nothing is in the other. */
    readonly keptEventBytes: number;
  };
}

/** A setting: its flag, its environment variable, what it means. The help text and the parser are made from these. */
const settings = {
  port: { variable: "SQUALL_PORT", value: "N", default: "4566", help: "port to listen on; 0 takes a free one" },
  host: {
    variable: "SQUALL_HOST",
    value: "H",
    default: "127.0.0.1",
    help: "address to listen on; other than loopback needs --auth enforce",
  },
  "mqtt-port": {
    variable: "SQUALL_MQTT_PORT",
    value: "N",
    default: "",
    help: "a port of its own for devices' MQTT over TLS (AWS's is 8883), which the port of everything else speaks, too",
  },
  "allow-host": {
    variable: "SQUALL_ALLOW_HOST",
    value: "NAME",
    default: "",
    help: "a further name of this server, by which requests and web pages may come: host.docker.internal; repeatable, or with commas",
  },
  "trusted-proxy": {
    variable: "SQUALL_TRUSTED_PROXY",
    value: "NET",
    default: "",
    help: "address or network of load balancers (10.0.0.0/8), whose X-Forwarded-For and X-Forwarded-Proto are believed; repeatable, or with commas",
  },
  "tls-certificate": {
    variable: "SQUALL_TLS_CERTIFICATE",
    value: "FILE",
    default: "",
    help: "a certificate of your own (PEM, with its chain), shown by https for the names it is for; else `squall ca` says whom to trust",
  },
  "tls-key": { variable: "SQUALL_TLS_KEY", value: "FILE", default: "", help: "its key (PEM)" },
  "data-dir": {
    variable: "SQUALL_DATA_DIR",
    value: "D",
    default: ".squall",
    help: "directory of everything that is kept",
  },
  ephemeral: { variable: "SQUALL_EPHEMERAL", value: undefined, default: "", help: "keep nothing after the stop" },
  database: { variable: "SQUALL_DATABASE", value: "URL", default: "sqlite", help: "sqlite, or postgres://…" },
  blobs: {
    variable: "SQUALL_BLOBS",
    value: "URL",
    default: "disk",
    help: "where bytes are kept: disk, or s3://BUCKET/PREFIX?endpoint=URL&region=REGION of any S3-compatible store",
  },
  "node-address": {
    variable: "SQUALL_NODE_ADDRESS",
    value: "HOST:PORT",
    default: "",
    help: "for several servers on one PostgreSQL: an address of this machine, a port of its own, where the others reach this one; needs --blobs s3://…",
  },
  drain: {
    variable: "SQUALL_DRAIN",
    value: "T",
    default: "0s",
    help: "a server that is told to stop first answers so long as before, but for /_squall/health/ready: load balancers notice",
  },
  auth: {
    variable: "SQUALL_AUTH",
    value: "MODE",
    default: "open",
    help: "open: any credentials pass; enforce: signatures and policies are checked",
  },
  "account-id": { variable: "SQUALL_ACCOUNT_ID", value: "ID", default: "000000000000", help: "the default account" },
  log: { variable: "SQUALL_LOG", value: "LEVEL", default: "info", help: "debug, info, warn, error or silent" },
  "allow-unisolated": {
    variable: "SQUALL_ALLOW_UNISOLATED",
    value: undefined,
    default: "",
    help: "run functions unisolated where the kernel allows no sandbox",
  },
  "function-network": {
    variable: "SQUALL_FUNCTION_NETWORK",
    value: "N",
    default: "outside",
    help: "what functions reach, and with --auth enforce the endpoints that users name: outside (Squall and what is outside this machine), squall (nothing else), or host (the host's network, shared)",
  },
  "function-root": {
    variable: "SQUALL_FUNCTION_ROOT",
    value: "R",
    default: "aws",
    help: "the programs that functions find: aws (those that AWS's runtimes have, as far as this machine has them) or host (all of this machine's)",
  },
  "cache-dir": {
    variable: "SQUALL_CACHE_DIR",
    value: "D",
    default: join(homedir(), ".cache", "squall"),
    help: "directory of what is installed once for all servers",
  },
  labs: {
    variable: "SQUALL_LABS",
    value: "D",
    default: "",
    help: "a directory with labs of your own, a folder each (labs/README.md says how they are written); repeatable, or with commas",
  },
  "lambda-concurrency": {
    variable: "SQUALL_LAMBDA_CONCURRENCY",
    value: "N",
    default: "1000",
    help: "an account's concurrent executions in one region",
  },
  "lambda-retry-delay": {
    variable: "SQUALL_LAMBDA_RETRY_DELAY",
    value: "T",
    default: "1m",
    help: "delay before an asynchronous event's first retry; the second's is twice as long",
  },
  "lambda-update": {
    variable: "SQUALL_LAMBDA_UPDATE",
    value: "T",
    default: "500ms",
    help: "an update of a function is said to be in progress at least this long, and refuses another; what it changes serves at once",
  },
  "lambda-idle": {
    variable: "SQUALL_LAMBDA_IDLE",
    value: "T",
    default: "10m",
    help: "an environment without work this long is let go",
  },
  "kept-events": {
    variable: "SQUALL_KEPT_EVENTS",
    value: "MIB",
    default: "16",
    help: "memory of the newest events of functions, which the console can run again (in open mode); 0: none are kept",
  },
  "zygote-memory": {
    variable: "SQUALL_ZYGOTE_MEMORY",
    value: "MIB",
    default: "1024",
    help: "memory of processes that have imported the packages of Python functions, which their environments are forks of; 0: none are made",
  },
  proactive: {
    variable: "SQUALL_PROACTIVE",
    value: "MIB",
    default: "1024",
    help: "memory (by functions' sizes) of environments that are initialised before they are called: after a deployment, for functions in use, a second before a schedule; off: none, for who measures cold starts",
  },
  "billing-increment": {
    variable: "SQUALL_BILLING_INCREMENT",
    value: "T",
    default: "1ms",
    help: "1ms, or 100ms as before December 2020",
  },
} as const;

type Setting = keyof typeof settings;

const repeatable: ReadonlySet<Setting> = new Set(["allow-host", "trusted-proxy", "labs"]);

/** A flag or variable that cannot be used; the message tells the user what can. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Throws ConfigError. */
export function readConfig(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): Config {
  const flags = parseFlags(argv);
  const read = (name: Setting): string => flags[name] ?? environment[settings[name].variable] ?? settings[name].default;
  const config: Config = {
    port: readPort(read("port")),
    host: read("host"),
    mqttPort: read("mqtt-port") === "" ? undefined : readPort(read("mqtt-port"), "mqtt-port"),
    allowedHosts: readHosts(read("allow-host")),
    trustedProxies: readProxies(read("trusted-proxy")),
    tls: readTls(read("tls-certificate"), read("tls-key")),
    dataDir: resolve(read("data-dir")),
    ephemeral: isOn(read("ephemeral")),
    database: readDatabase(read("database")),
    blobs: readBlobs(read("blobs")),
    blobRegion: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || "us-east-1",
    nodeAddress: readAddress(read("node-address")),
    drainMs: readDuration("drain", read("drain")),
    auth: oneOf("auth", read("auth"), ["open", "enforce"]),
    accountId: readAccount(read("account-id")),
    logLevel: oneOf("log", read("log"), ["debug", "info", "warn", "error", "silent"]),
    allowUnisolated: isOn(read("allow-unisolated")),
    functionNetwork: oneOf("function-network", read("function-network"), ["outside", "squall", "host"]),
    functionRoot: oneOf("function-root", read("function-root"), ["aws", "host"]),
    cacheDir: resolve(read("cache-dir")),
    labs: read("labs")
      .split(",")
      .flatMap((directory) => (directory.trim() === "" ? [] : [resolve(directory.trim())])),
    lambda: {
      concurrentExecutions: readCount("lambda-concurrency", read("lambda-concurrency"), 100_000),
      firstRetryDelayMs: readDuration("lambda-retry-delay", read("lambda-retry-delay")),
      leastUpdateMs: readDuration("lambda-update", read("lambda-update")),
      idleEnvironmentMs: readDuration("lambda-idle", read("lambda-idle")),
      keptEventBytes:
        read("auth") === "enforce" ? 0 : readCount("kept-events", read("kept-events"), 100_000, 0) * 1024 ** 2,
      zygoteBytes: readCount("zygote-memory", read("zygote-memory"), 1_000_000, 0) * 1024 ** 2,
      proactiveBytes: readProactive(read("proactive")),
      billingIncrementMs: oneOf("billing-increment", read("billing-increment"), ["1ms", "100ms"]) === "1ms" ? 1 : 100,
    },
  };
  if (config.auth === "open" && !isLoopback(config.host)) {
    throw new ConfigError(
      `--host ${config.host} lets other machines in, so it needs --auth enforce: in open mode anybody could run code here.`,
    );
  }
  if (config.ephemeral && config.blobs !== "disk") {
    throw new ConfigError("--ephemeral keeps nothing, so it has no use for --blobs: leave one of them out.");
  }
  if (config.nodeAddress && (config.database === "sqlite" || config.blobs === "disk")) {
    throw new ConfigError(
      "--node-address is for several servers, which share a database and their bytes: give --database postgres://… and --blobs s3://… too, or leave it out.",
    );
  }
  return Object.freeze(config);
}

/** One line a setting, for `squall start --help`. */
export function describeSettings(): string {
  return Object.entries(settings)
    .map(([name, { value, variable, default: initial, help }]) => {
      const flag = value ? `--${name} ${value}` : `--${name}`;
      return `  ${flag.padEnd(22)} ${help}${initial && ` (default ${initial})`} [${variable}]`;
    })
    .join("\n");
}

function parseFlags(argv: readonly string[]): Partial<Record<Setting, string>> {
  const options = Object.fromEntries(
    Object.entries(settings).map(([name, { value }]) => [
      name,
      { type: value ? "string" : "boolean", multiple: repeatable.has(name as Setting) } as const,
    ]),
  );
  try {
    const { values } = parseArgs({ args: [...argv], options, allowPositionals: false });
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  } catch (error) {
    throw new ConfigError(`${(error as Error).message} \`squall start --help\` lists the flags.`);
  }
}

function readHosts(text: string): string[] {
  const names = text.split(",").flatMap((name) => name.trim().toLowerCase() || []);
  const wrong = names.find((name) => !/^(?:[a-z0-9_-]+\.)*[a-z0-9_-]+$/.test(name) && !isIPv6(name));
  if (wrong === undefined) return names;
  throw new ConfigError(`--allow-host takes names without scheme and port, like host.docker.internal, not ${wrong}.`);
}

function readProxies(text: string): string[] {
  const networks = text.split(",").flatMap((network) => network.trim() || []);
  const wrong = networks.find((network) => !isNetwork(network));
  if (wrong === undefined) return networks;
  throw new ConfigError(`--trusted-proxy takes addresses and networks, like 10.0.0.7 or 10.0.0.0/8, not ${wrong}.`);
}

function readTls(certificate: string, key: string): Config["tls"] {
  if ((certificate === "") !== (key === "")) {
    throw new ConfigError("--tls-certificate and --tls-key are of one another: give both, or neither.");
  }
  return certificate === "" ? undefined : { certificateFile: resolve(certificate), keyFile: resolve(key) };
}

function readPort(text: string, name: Setting = "port"): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigError(`--${name} takes 0 to 65535, not ${text}.`);
  return port;
}

function readCount(name: Setting, text: string, most: number, least = 1): number {
  const count = Number(text);
  if (text !== "" && Number.isInteger(count) && count >= least && count <= most) return count;
  throw new ConfigError(`--${name} takes ${least} to ${most}, not ${text}.`);
}

function readProactive(text: string): number {
  if (text === "off") return 0;
  if (/^\d{1,7}$/.test(text)) return Number(text) * 1024 ** 2;
  throw new ConfigError(`--proactive takes off, or mebibytes like 1024, not ${text}.`);
}

const millisecondsOf: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function readDuration(name: Setting, text: string): number {
  const [, amount, unit = ""] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (millisecondsOf[unit] ?? Number.NaN);
  if (milliseconds <= 24 * 3_600_000) return milliseconds;
  throw new ConfigError(`--${name} takes a time up to 24h, like 500ms, 30s or 10m, not ${text}.`);
}

function readDatabase(text: string): string {
  if (text === "sqlite" || /^postgres(ql)?:\/\//.test(text)) return text;
  throw new ConfigError("--database takes `sqlite` or a URL like postgres://user:password@host/name.");
}

/** What is wrong inside a URL is told by who opens it. */
function readBlobs(text: string): string {
  if (text === "disk" || text.startsWith("s3://")) return text;
  throw new ConfigError("--blobs takes `disk` or a URL like s3://BUCKET/PREFIX?endpoint=URL&region=REGION.");
}

function readAddress(text: string): NodeAddress | undefined {
  const address = text === "" ? undefined : readNodeAddress(text);
  if (address || text === "") return address;
  throw new ConfigError(`--node-address takes HOST:PORT, like 10.0.0.1:4567, not ${text}.`);
}

function readAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new ConfigError(`--account-id takes twelve digits, not ${text}.`);
}

function oneOf<T extends string>(name: Setting, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  throw new ConfigError(`--${name} takes ${allowed.join(", ")}, not ${text}.`);
}

function isOn(text: string): boolean {
  return text !== "" && text !== "0" && text !== "false";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
