import type { LogLevel } from "@aws-sdk/client-iot";
import { isNamed } from "../../../platform/aws-error.ts";
import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { Timer } from "../../../platform/clock.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { callAs } from "../../targets/caller.ts";
import { settingsKind } from "../events/event-configurations.ts";
import { placeText } from "../messages/device-message.ts";
import type { RegistryCache } from "../registry/registry-cache.ts";
import {
  isTold,
  type LoggingLevel,
  type LoggingOptions,
  levelName,
  loggingLevelKind,
  loggingOptionsName,
} from "./logging-options.ts";

/** What AWS IoT writes of devices. Source: "CloudWatch Logs entries". */
export interface DeviceLogEntry {
  readonly level: Exclude<LogLevel, "DISABLED">;
  readonly status: "Success" | "Failure";
  /** `Connect`, `Publish-In`, `RuleExecution`. */
  readonly eventType: string;
  readonly clientId?: string | undefined;
  readonly principalId?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly thingName?: string | undefined;
  /** What else the kind of event has: `topicName`, `ruleName`, `reason`, `details`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

interface Known {
  readonly isCurrent: () => boolean;
  readonly options: LoggingOptions | undefined;
}

interface Waiting {
  readonly at: Place;
  readonly roleArn: string;
  readonly events: { timestamp: number; message: string }[];
}

const logGroupName = "AWSIotLogsV2";
const gatherMs = 1_000;
/** Of an account and region's lines that wait to be written: what comes beyond is dropped. */
const mostWaiting = 5_000;
const linesPerCall = 500;
const cachedPlaces = 1_000;

/** Lines in the log group AWSIotLogsV2, of accounts that want them. Where nobody does, an event costs one look into a map. */
export class DeviceLogs {
  readonly #host: ServiceHost;
  readonly #cache: RegistryCache;
  readonly #known = new BoundedCache<string, Known>(cachedPlaces);
  #waiting = new Map<string, Waiting>();
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost, cache: RegistryCache) {
    this.#host = host;
    this.#cache = cache;
  }

  /** `entry` is made only where it may be wanted. Nothing waits for it. */
  add(at: Place, entry: () => DeviceLogEntry): void {
    const known = this.#known.get(placeText(at));
    if (known?.isCurrent()) {
      if (isOn(known.options)) this.#take(at, known.options, entry());
      return;
    }
    this.#learn(at).then(
      (options) => {
        if (isOn(options)) this.#take(at, options, entry());
      },
      () => {},
    );
  }

  async stop(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  async #learn({ account, region }: Place): Promise<LoggingOptions | undefined> {
    const reading = this.#cache.reading({ account, region });
    const options = await reading.record<LoggingOptions>(settingsKind, loggingOptionsName);
    this.#known.set(`${account} ${region}`, { isCurrent: reading.isCurrent, options });
    return options;
  }

  #take(at: Place, options: LoggingOptions & { readonly roleArn: string }, entry: DeviceLogEntry): void {
    const timestamp = this.#host.clock.nowMs();
    this.#levelFor(at, options, entry).then(
      (level) => {
        if (!isTold(entry.level, level)) return;
        const key = `${placeText(at)} ${options.roleArn}`;
        const { account, region } = at;
        const waiting = this.#waiting.get(key) ?? { at: { account, region }, roleArn: options.roleArn, events: [] };
        this.#waiting.set(key, waiting);
        if (waiting.events.length >= mostWaiting) return;
        waiting.events.push({ timestamp, message: JSON.stringify(this.#toLine(at, entry, timestamp)) });
        this.#timer ??= this.#host.clock.afterMachine(gatherMs, () => this.#flush());
      },
      () => {},
    );
  }

  /** The level of the nearest target: the client's, its principal's, its address's, its thing's groups'. */
  async #levelFor(at: Place, { defaultLevel }: LoggingOptions, entry: DeviceLogEntry): Promise<LogLevel> {
    const find = async (type: string, name: string | undefined) =>
      name === undefined
        ? undefined
        : (await this.#cache.find<LoggingLevel>(at, loggingLevelKind, levelName(type, name)))?.level;
    const own =
      (await find("CLIENT_ID", entry.clientId)) ??
      (await find("PRINCIPAL_ID", entry.principalId)) ??
      (await find("SOURCE_IP", entry.sourceIp));
    if (own) return own;
    if (entry.thingName === undefined) return defaultLevel;
    for (const arn of await this.#cache.reading(at).groupsOf(entry.thingName)) {
      const level = await find("THING_GROUP", arn.split("thinggroup/")[1]);
      if (level) return level;
    }
    return defaultLevel;
  }

  #toLine({ account }: Place, entry: DeviceLogEntry, timestamp: number): object {
    const { level, status, eventType, clientId, principalId, sourceIp, more } = entry;
    return {
      timestamp: new Date(timestamp).toISOString().replace("T", " ").replace("Z", ""),
      logLevel: level,
      traceId: this.#host.random.uuid(),
      accountId: account,
      status,
      eventType,
      ...(clientId !== undefined && { protocol: "MQTT", clientId }),
      ...(principalId !== undefined && { principalId }),
      ...(sourceIp !== undefined && { sourceIp }),
      ...more,
    };
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const all = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#writing = this.#writing.then(async () => {
      for (const each of all) await this.#write(each);
    });
  }

  /** Never rejects. */
  async #write({ at, roleArn, events }: Waiting): Promise<void> {
    const { nodes } = this.#host;
    const stream = { logGroupName, logStreamName: `${nodes.self}_${at.account}_0` };
    const caller = { role: roleArn, sessionName: "iot-logs", assumedBy: "iot.amazonaws.com" };
    try {
      await callAs(this.#host, caller, { source: at, at }, async (as) => {
        for (let from = 0; from < events.length; from += linesPerCall) {
          const logEvents = events.slice(from, from + linesPerCall);
          const put = () => this.#host.call("cloudwatch-logs", "PutLogEvents", { ...stream, logEvents }, as);
          await put().catch(async (error: unknown) => {
            if (!isNamed(error, "ResourceNotFoundException")) throw error;
            await unlessThere(this.#host.call("cloudwatch-logs", "CreateLogGroup", { logGroupName }, as));
            await unlessThere(this.#host.call("cloudwatch-logs", "CreateLogStream", stream, as));
            await put();
          });
        }
      });
    } catch (error) {
      this.#host.log.warn("devices' log could not be written", { role: roleArn, error: String(error) });
    }
  }
}

function isOn(options: LoggingOptions | undefined): options is LoggingOptions & { readonly roleArn: string } {
  return options !== undefined && !options.isDisabled && options.roleArn !== undefined;
}

async function unlessThere(made: Promise<unknown>): Promise<void> {
  await made.catch((error: unknown) => {
    if (!isNamed(error, "ResourceAlreadyExistsException")) throw error;
  });
}
