import { isNamed } from "../../platform/aws-error.ts";
import type { Timer } from "../../platform/clock.ts";
import { rootPrincipal } from "../principal.ts";
import type { Place, ServiceHost } from "../service.ts";

/** What access logs can tell of a request, by the names of their variables. */
export type AccessFacts = Readonly<Record<string, string | number | undefined>>;

/** Source: "Customize HTTP API access logs". */
const known: ReadonlySet<string> = new Set([
  ...[
    "accountId",
    "apiId",
    "awsEndpointRequestId",
    "awsEndpointRequestId2",
    "customDomain.basePathMatched",
    "dataProcessed",
  ],
  ...["domainName", "domainPrefix", "error.message", "error.messageString", "error.responseType", "extendedRequestId"],
  ...[
    "httpMethod",
    "identity.accountId",
    "identity.caller",
    "identity.clientCert.clientCertPem",
    "identity.clientCert.issuerDN",
    "identity.clientCert.serialNumber",
    "identity.clientCert.subjectDN",
    "identity.clientCert.validity.notAfter",
    "identity.clientCert.validity.notBefore",
    "identity.sourceIp",
    "identity.user",
    "identity.userAgent",
  ],
  ...["identity.userArn", "integration.error", "integration.integrationStatus", "integration.latency"],
  ...[
    "integration.requestId",
    "integration.status",
    "integrationErrorMessage",
    "integrationLatency",
    "integrationStatus",
  ],
  ...["path", "protocol", "requestId", "requestTime", "requestTimeEpoch", "responseLatency", "responseLength"],
  ...[
    "routeKey",
    "stage",
    "status",
    "authorizer.error",
    "authorizer.latency",
    "authorizer.status",
    "authorizer.requestId",
  ],
  ...["authorizer.principalId"],
]);

const variable = /\$context\.([A-Za-z0-9_.-]*[A-Za-z0-9_-])/g;

/** The variables of a format that there are not. What an authorizer's context or claims are called is its own. */
export function accessLogVariables(
  format: string,
  further: ReadonlySet<string> = new Set(),
): { readonly unknown: readonly string[] } {
  const names = [...format.matchAll(variable)].map(([, name = ""]) => name);
  return { unknown: names.filter((name) => !known.has(name) && !further.has(name) && !/^authorizer\.\w/.test(name)) };
}

/** A line of the log; what a request has nothing of is `-`. */
export function toAccessLine(
  format: string,
  facts: AccessFacts,
  further: (name: string) => string | undefined = () => undefined,
): string {
  return format.replace(variable, (_, name: string) => {
    const value = Object.hasOwn(facts, name) ? facts[name] : further(name);
    return value === undefined || value === "" ? "-" : escaped(String(value));
  });
}

/** Clients choose paths and names: none of them may end a line, or a text in a format of JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

interface Waiting {
  readonly at: Place;
  readonly group: string;
  readonly stream: string;
  readonly events: LogEvent[];
  /** API Gateway makes the groups of execution logs; those of access logs are the user's. */
  readonly makesGroup: boolean;
  /** Lines for which there was no room. */
  dropped: number;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** Lines are gathered so long. */
const gatherMs = 1_000;
/** And so many of a stage: what comes beyond is dropped, with a notice. */
const mostWaiting = 10_000;
/** Of one PutLogEvents, which counts 26 bytes besides for each event. Source: "PutLogEvents". */
const batchBytes = 1_048_576;
const bytesBesides = 26;

/** Writes access logs: nothing waits for them, and while there are no requests no timer runs. */
export class AccessLogs {
  readonly #host: ServiceHost;
  readonly #waiting = new Map<string, Waiting>();
  #timer: Timer | undefined;
  #isWriting = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** `destination` is a log group's ARN, `stream` the stage's. */
  add(at: Place, destination: string, stream: string, message: string, { makesGroup = false } = {}): void {
    const group = destination.split(":log-group:")[1]?.replace(/:\*$/, "") ?? "";
    const key = `${at.account} ${at.region} ${group} ${stream}`;
    const waiting = this.#waiting.get(key) ?? { at, group, stream, makesGroup, events: [], dropped: 0 };
    this.#waiting.set(key, waiting);
    if (waiting.events.length >= mostWaiting) {
      waiting.dropped += 1;
      return;
    }
    waiting.events.push({ timestamp: this.#host.clock.nowMs(), message });
    this.#timer ??= this.#host.clock.afterMachine(gatherMs, () => this.#turn());
  }

  async stop(): Promise<void> {
    await this.#writing;
    this.#turn();
    await this.#writing;
  }

  reset(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#waiting.clear();
  }

  #turn(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    // While a log is slow to take them, lines wait where they are counted.
    if (this.#isWriting) {
      this.#timer = this.#host.clock.afterMachine(gatherMs, () => this.#turn());
      return;
    }
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#isWriting = true;
    this.#writing = this.#writing.then(async () => {
      for (const one of all) await this.#write(one);
      this.#isWriting = false;
    });
  }

  /** Never rejects: what cannot be written is told in Squall's own log. */
  async #write({
    at,
    group: logGroupName,
    stream: logStreamName,
    events,
    makesGroup,
    dropped,
  }: Waiting): Promise<void> {
    if (dropped > 0)
      this.#host.log.warn("lines of an API's access log were dropped", { group: logGroupName, lines: dropped });
    // Who set it up has seen to it that the group takes them in, as AWS does by a policy of its own.
    const as = { ...at, principal: rootPrincipal(at.account) };
    const unlessThere = (error: unknown) => {
      if (!isNamed(error, "ResourceAlreadyExistsException")) throw error;
    };
    try {
      if (makesGroup)
        await this.#host.call("cloudwatch-logs", "CreateLogGroup", { logGroupName }, as).catch(unlessThere);
      await this.#host
        .call("cloudwatch-logs", "CreateLogStream", { logGroupName, logStreamName }, as)
        .catch(unlessThere);
      for (const logEvents of toBatches(events))
        await this.#host.call("cloudwatch-logs", "PutLogEvents", { logGroupName, logStreamName, logEvents }, as);
    } catch (error) {
      this.#host.log.warn("an API's access log could not be written", { group: logGroupName, error: String(error) });
    }
  }
}

/** As many events together as one PutLogEvents takes. */
function toBatches(events: readonly LogEvent[]): LogEvent[][] {
  const batches: LogEvent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const ofEvent = Buffer.byteLength(event.message) + bytesBesides;
    if (bytes + ofEvent > batchBytes) {
      batches.push([]);
      bytes = 0;
    }
    bytes += ofEvent;
    batches.at(-1)?.push(event);
  }
  return batches;
}
