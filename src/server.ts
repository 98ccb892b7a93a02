import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerNode } from "./cluster/server-node.ts";
import { createSingleNode } from "./cluster/single-node.ts";
import { type Config, ConfigError } from "./config.ts";
import { createAllowedHosts } from "./gateway/allowed-hosts.ts";
import { Authenticator } from "./gateway/authenticate.ts";
import { createConsoleFiles } from "./gateway/console-files.ts";
import { createControl } from "./gateway/control/control.ts";
import { answerCrossOrigin, askRules } from "./gateway/cross-origin.ts";
import { toDeviceProtocols } from "./gateway/devices.ts";
import { createFrontDoor } from "./gateway/front-door.ts";
import type { DevicePort } from "./gateway/http/device-port.ts";
import { listen, mostConnections } from "./gateway/http/listener.ts";
import { createTrustedProxies } from "./gateway/http/trusted-proxies.ts";
import { knowServices } from "./gateway/known-services.ts";
import { namedInputs } from "./gateway/named-inputs.ts";
import { createPipeline } from "./gateway/pipeline.ts";
import { openRootCredentials } from "./gateway/root-credentials.ts";
import { controlSigner, createSurfaces } from "./gateway/surfaces.ts";
import type { Tls } from "./gateway/tls/open-tls.ts";
import { readCertificate, type ShownCertificate } from "./gateway/tls/server-certificates.ts";
import type { TlsOptions } from "./gateway/tls/tls-door.ts";
import type { Labs } from "./labs/labs.ts";
import { migrations as labMigrations } from "./labs/progress/progress-store.ts";
import { createAvailableMemory } from "./platform/available-memory.ts";
import { type AdjustableClock, createSystemClock } from "./platform/clock.ts";
import { lockDirectory } from "./platform/directory-lock.ts";
import { findInstallDir } from "./platform/install-dir.ts";
import { createLog, type Log } from "./platform/log.ts";
import { openFilesAdvice, raiseOpenFiles } from "./platform/open-files.ts";
import { checkUnshared, openPrivateDirectory } from "./platform/private-directory.ts";
import { createSystemRandom, type Random } from "./platform/random.ts";
import { openRunDirectory } from "./platform/run-directory.ts";
import { createNamespaceSandbox } from "./sandbox/namespaces/namespace-sandbox.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { blobSweep } from "./services/blob-sweeper.ts";
import { collectControlReceivers } from "./services/control-receivers.ts";
import { startEffects } from "./services/effects.ts";
import { createAccessControl } from "./services/iam/access/access-control.ts";
import { createServices } from "./services/index.ts";
import { migrationSets } from "./services/migration-sets.ts";
import { createOperationTable, type OperationTable } from "./services/operation-table.ts";
import { createClockWalk, isAnyBusy } from "./services/timers/clock-walk.ts";
import { startTimers } from "./services/timers/start-timers.ts";
import { BlobLinks } from "./storage/blobs/blob-links.ts";
import type { BlobStore } from "./storage/blobs/blob-store.ts";
import { openDiskBlobs } from "./storage/blobs/disk/disk-blobs.ts";
import type { SharedSecret } from "./storage/blobs/s3/blobs-owner.ts";
import type { Database, SmallBlobs } from "./storage/database.ts";
import { DiskSpace } from "./storage/disk-space.ts";
import { isOfSeveral } from "./storage/shared-database.ts";
import { openWire } from "./wire/wire.ts";

export interface Server {
  /** `http://localhost:4566` */
  readonly endpoint: string;
  /** Where devices speak MQTT, if they have a port of their own. */
  readonly mqttPort: number | undefined;
  /** Fulfilled with the reason if another server has taken this one's place: it must not go on. */
  readonly expelled: Promise<Error>;
  /** Finishes what has been asked, stops every function and timer, closes storage. Repeatable. */
  close(): Promise<void>;
}

/** How long a stop waits for answers that are under way. */
const stopGraceMs = 5_000;

/** The composition root: makes and connects everything, and resolves when requests are answered. */
export async function createServer(config: Config): Promise<Server> {
  const opened = new AsyncDisposableStack();
  try {
    return await openServer(config, opened);
  } catch (error) {
    // An open connection would keep the process from ending.
    await opened.disposeAsync();
    throw error;
  }
}

/** What is to be closed at the stop, or if the start fails, is put on `opened`. */
async function openServer(config: Config, opened: AsyncDisposableStack): Promise<Server> {
  const clock = createSystemClock();
  const random = createSystemRandom();
  const log = createLog(config.logLevel);
  const dataDir = config.ephemeral ? await mkdtemp(join(tmpdir(), "squall-ephemeral-")) : config.dataDir;
  if (config.ephemeral) opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  await openPrivateDirectory(dataDir);
  await checkUnshared(config.cacheDir);
  const lock = await lockDirectory(dataDir);
  opened.defer(() => lock.release());
  const space = new DiskSpace({ directory: dataDir, clock, log });
  await space.check();
  const runDirectory = await openRunDirectory(dataDir);
  opened.defer(() => runDirectory.remove());
  raiseOpenFiles();
  const advice = openFilesAdvice();
  if (advice) log.warn(advice);
  const onFull = () => space.ranOut();
  const expelled = Promise.withResolvers<Error>();
  const machine = { clock, random, log, onFull };
  const database = await openDatabase(config, dataDir, machine);
  opened.defer(() => database.close());
  opened.defer(() => space.close());
  space.use(database.reserve);
  const node = await openNode(config, dataDir, { ...machine, database, onExpelled: expelled.resolve });
  opened.defer(() => node.close());
  const { storage, nodes, peers, wakes, caches, ownership } = node;
  const blobs = await openBlobs(config, dataDir, { ...machine, small: database.smallBlobs, secret: node.secret });
  opened.defer(() => blobs.close());
  const links = new BlobLinks(clock, await node.secret("blob-links", random.bytes(32)));
  const access = createAccessControl({ storage, caches, clock, random });
  let port = 0;
  let readiness = "starting";
  let sandbox: Sandbox | undefined;
  const services = createServices({
    memory: createAvailableMemory(),
    settings: config.lambda,
    createSandbox: (host) => {
      sandbox = createNamespaceSandbox({
        runDir: host.config.runDir,
        cacheDir: host.config.cacheDir,
        installDir: host.config.installDir,
        endpoint: host.config.endpoint,
        allowUnisolated: config.allowUnisolated,
        network: config.functionNetwork,
        root: config.functionRoot,
        accept: (socket) => listener.acceptFunction(socket),
        log,
        clock,
        random,
      });
      return sandbox;
    },
  });
  const wire = openWire((name) => services.find((service) => service.name === name)?.wire?.rest);
  const table = createOperationTable(
    services,
    {
      config: {
        accountId: config.accountId,
        functionNetwork: config.functionNetwork,
        auth: config.auth,
        endpoint: () => urlOf(addressOf(config.host), port),
        runDir: runDirectory.path,
        dataDir,
        installDir,
        cacheDir: config.cacheDir,
      },
      storage,
      nodes,
      peers,
      wakes,
      caches,
      ownership,
      blobs,
      links,
      clock,
      random,
      log,
      access,
    },
    space,
    namedInputs(wire),
  );
  await node.start();
  await storage.migrate([...migrationSets(services), { name: "labs", migrations: labMigrations }]);
  const root =
    config.auth === "enforce" ? await openRootCredentials(dataDir, { random, secret: node.secret }) : undefined;
  const authenticator = new Authenticator({ auth: config.auth, accountId: config.accountId, access, root, clock });
  const ownCertificate = config.tls && (await readOwnCertificate(config.tls));
  const started = Promise.withResolvers<void>();
  const stopping = new AbortController();
  let openedLabs: Promise<Labs> | undefined;
  const control = createControl({
    version,
    auth: config.auth,
    accountId: config.accountId,
    labs: () => {
      openedLabs ??= import("./labs/labs.ts").then(({ Labs }) => new Labs(table.host, config.labs));
      return openedLabs;
    },
    clock,
    moveClock: createClockWalk({
      clock,
      timers: storage.timers,
      outbox: storage.outbox,
      move: (byMs) => node.moveClock(byMs),
      isBusy: () => isAnyBusy(table),
      signal: stopping.signal,
    }),
    nodes: async () => (isOfSeveral(database) ? nodes.withHeartbeats() : []),
    readiness: () => (readiness === "ready" && !nodes.holds() ? "without its lease" : readiness),
    authority: async () => (await (await tls()).authority()).certificate,
    blobs,
    links,
    access,
    services: () => Object.fromEntries(services.map(({ name }) => [name, "running"])),
    counters: () => ({ ...authenticator.counts }),
    storage,
    trouble: () => storage.trouble?.(),
    receivers: collectControlReceivers(table, stopping.signal),
    reset: () => reset(table, storage, blobs),
  });
  const known = knowServices(services, wire);
  const parts = { known, table, authenticator, clock, random, log };
  const answer = createPipeline({
    ...parts,
    endpoint: () => urlOf(nameOf(config.host), port),
  });
  const surfaces = createSurfaces(parts);
  const hosts = createAllowedHosts({
    allowed: config.allowedHosts,
    own: [config.host, hostname()],
    anyAddress: config.auth === "enforce",
    virtualHosts: known.virtualHosts,
  });
  const servesHost = async (host: string) => {
    for (const { definition, state } of table.services.values())
      if (await definition.servesHost?.(host, state)) return true;
    return false;
  };
  const clientAuthorities = async (host: string) => {
    if (hosts.isOurName(host)) return undefined;
    for (const { definition, state } of table.services.values()) {
      const authorities = await definition.clientAuthorities?.(host, state);
      if (authorities !== undefined) return authorities;
    }
    return undefined;
  };
  let openedTls: Promise<Tls> | undefined;
  const tls = () => {
    openedTls ??= import("./gateway/tls/open-tls.ts").then(({ openTls }) => {
      const { cacheDir, host, allowedHosts: allowed } = config;
      return openTls({
        own: ownCertificate,
        hosts,
        servesHost,
        clientAuthorities,
        host,
        allowed,
        cacheDir,
        secret: node.secret,
        clock,
        random,
      });
    });
    return openedTls;
  };
  const tlsOptions = {
    certificates: async () => (await tls()).certificates,
    log,
    devices: toDeviceProtocols(table),
  };
  const listener = await listen({
    host: config.host,
    port: config.port,
    log,
    proxies: createTrustedProxies(config.trustedProxies),
    tls: tlsOptions,
    handle: createFrontDoor({
      auth: config.auth,
      log,
      hosts,
      crossOriginRules: (request) => askRules(parts, request),
      control,
      signer: controlSigner(parts, "sts"),
      consoleFiles: createConsoleFiles(join(installDir, "console", "dist")),
      isLink: (action) => known.byLink(action) !== undefined,
      pipeline: answerCrossOrigin((request) => surfaces.ofApi(request) ?? answer(request), parts),
      surfaces,
      servesHost,
      ownsConnection: async (from, to) => (await sandbox?.owns(from, to)) ?? false,
      started: started.promise,
    }),
  });
  port = listener.port;
  const devicePort =
    config.mqttPort === undefined ? undefined : await openDevicePort(config, config.mqttPort, tlsOptions);
  await startServices(table);
  started.resolve();
  readiness = "ready";
  space.open();
  const close = async () => {
    readiness = "draining";
    await node.drain();
    if (config.drainMs > 0) await new Promise<void>((resolve) => clock.afterMachine(config.drainMs, resolve));
    stopping.abort();
    await Promise.all([listener.close(stopGraceMs), devicePort?.close()]);
    await stopServices(table);
    await opened.disposeAsync();
  };
  let closing: Promise<void> | undefined;
  return {
    endpoint: urlOf(nameOf(config.host), port),
    mqttPort: devicePort?.port,
    expelled: expelled.promise,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

interface StorageParts {
  readonly clock: AdjustableClock;
  readonly random: Random;
  readonly log: Log;
  readonly onFull: () => void;
}

/** What cannot be used is told at the start. */
async function readOwnCertificate(files: NonNullable<Config["tls"]>): Promise<ShownCertificate> {
  try {
    return await readCertificate(files);
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

/** Loaded only where there is one. */
async function openDevicePort({ host }: Config, port: number, tls: TlsOptions): Promise<DevicePort> {
  const { listenForDevices } = await import("./gateway/http/device-port.ts");
  return listenForDevices({ host, port, mostConnections: mostConnections(), tls });
}

/** Loaded only when it's wanted: the other engine's code costs start-up time. */
async function openDatabase(config: Config, dataDir: string, parts: StorageParts): Promise<Database> {
  if (config.database === "sqlite") {
    const { openSqlite } = await import("./storage/sqlite/sqlite.ts");
    return openSqlite({ file: config.ephemeral ? ":memory:" : join(dataDir, "squall.db"), ...parts });
  }
  const { openPostgres } = await import("./storage/postgres/postgres.ts");
  return openPostgres({ url: config.database, ...parts });
}

/** The same for blobs: the client of an S3-compatible store takes 40 MiB. */
async function openBlobs(
  config: Config,
  dataDir: string,
  { small, secret, ...parts }: StorageParts & { small: SmallBlobs | undefined; secret: SharedSecret },
): Promise<BlobStore> {
  if (config.blobs === "disk") {
    return openDiskBlobs({ directory: join(dataDir, "blobs"), durable: !config.ephemeral, small, ...parts });
  }
  const { openS3Blobs } = await import("./storage/blobs/s3/s3-blobs.ts");
  const { toS3Location } = await import("./storage/blobs/s3/s3-location.ts");
  const { openBlobsOwner } = await import("./storage/blobs/s3/blobs-owner.ts");
  const owner = await openBlobsOwner(dataDir, { random: parts.random, secret });
  return openS3Blobs({ location: toS3Location(config.blobs, config.blobRegion), owner, ...parts });
}

interface NodeParts extends StorageParts {
  readonly database: Database;
  readonly onExpelled: (error: Error) => void;
}

/** What only several servers need is loaded only where there may be several. */
async function openNode(config: Config, dataDir: string, parts: NodeParts): Promise<ServerNode> {
  const { database, clock, random } = parts;
  if (!isOfSeveral(database)) return createSingleNode(database, clock);
  const { createSharedNode } = await import("./cluster/shared-node.ts");
  const { openNodeRecord } = await import("./cluster/node-record.ts");
  return createSharedNode({
    ...parts,
    database,
    record: await openNodeRecord(dataDir, random),
    address: config.nodeAddress,
    blobs: config.blobs === "disk" ? "disk" : withoutQuery(config.blobs),
    version,
  });
}

/** Servers may have different ways to one bucket. */
function withoutQuery(url: string): string {
  return url.split("?")[0] as string;
}

async function startServices(table: OperationTable): Promise<void> {
  for (const { definition, state } of table.services.values()) await definition.start?.(state, table.host);
  await startEffects(table.host.storage, table);
  await startTimers(table, { "squall.blob-sweep": blobSweep(table) });
}

/** Deliveries and timers first, since they call services; then each service lets its work finish. */
async function stopServices(table: OperationTable): Promise<void> {
  await Promise.all([table.host.storage.outbox.stop(), table.host.storage.timers.stop()]);
  for (const { definition, state } of [...table.services.values()].reverse()) await definition.stop?.(state);
}

async function reset(table: OperationTable, storage: Database, blobs: BlobStore): Promise<void> {
  await Promise.all([storage.outbox.stop(), storage.timers.stop()]);
  for (const { definition, state } of table.services.values()) await definition.reset?.(state);
  table.host.flows.clear();
  await storage.reset();
  await blobs.reset();
  await startServices(table);
}

/** What people type. */
function nameOf(host: string): string {
  return isLocal(host) ? "localhost" : host;
}

/**
 * What functions are given: SDKs put a bucket's name before a host name, and `bucket.localhost` does not resolve on every
 * machine; before an address they put none.
 */
function addressOf(host: string): string {
  if (host === "::1") return host;
  return isLocal(host) ? "127.0.0.1" : host;
}

function isLocal(host: string): boolean {
  return ["localhost", "127.0.0.1", "::1", "0.0.0.0", "::"].includes(host);
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const installDir = findInstallDir(import.meta.url);
const { version } = JSON.parse(readFileSync(join(installDir, "package.json"), "utf8")) as { version: string };
