import { AwsError } from "../../platform/aws-error.ts";
import type { Principal } from "../../services/principal.ts";
import type { NamedOperation, ServiceHost } from "../../services/service-host.ts";
import type { Call, Json } from "../format/lab.ts";
import type { KnowsOperation } from "../format/read-lab.ts";
import { fill, namesIn, type Values } from "../format/template.ts";
import { limits } from "../limits.ts";
import { toFacts } from "./facts.ts";

/** Whose a lab is, and where: every call is made in this name, and may what this name may. */
export interface Caller {
  readonly principal: Principal;
  readonly region: string;
}

/** Files of the lab's folder, for inputs that take one. */
export type ReadFile = (path: string) => Promise<Buffer | undefined>;

/** Makes a lab's calls through the same table, and the same access check, as requests from outside. */
export class Asker {
  readonly #host: ServiceHost;
  readonly #caller: Caller;
  readonly #readFile: ReadFile;
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(host: ServiceHost, caller: Caller, readFile: ReadFile) {
    this.#host = host;
    this.#caller = caller;
    this.#readFile = readFile;
  }

  /** Of a call that only reads; asked once, however many checks ask it. Throws AwsError and UnknownValueError. */
  async ask(call: Call, values: Values): Promise<unknown> {
    const input = fill(call.input, values);
    const key = JSON.stringify([call.service, call.operation, input]);
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = this.#call(call, input);
    this.#answers.set(key, answer);
    return answer;
  }

  /** Of a call that changes something: what was read before is not true any more. */
  async do(call: Call, values: Values): Promise<unknown> {
    const input = fill(call.input, await this.#withFiles(call.input, values));
    this.forget();
    return this.#call(call, input);
  }

  /** What has been read may be another now. */
  forget(): void {
    this.#answers.clear();
  }

  async #call({ service, operation }: Call, input: Json): Promise<unknown> {
    const named = await this.#host.named.find(identifierOf(service), operation);
    if (typeof named === "string") throw new AwsError("UnknownOperation", `There is no ${service}.${operation}.`);
    const { principal, region } = this.#caller;
    return toFacts(await this.#host.named.call(named, input, { account: principal.account, region, principal }));
  }

  /** `${file:PATH}` is its bytes in base 64, as JSON has them; `${text:PATH}` its text. */
  async #withFiles(input: Json, values: Values): Promise<Values> {
    const files: Record<string, unknown> = {};
    for (const name of namesIn(input)) {
      const [, kind, path = ""] = /^(file|text):(.+)$/.exec(name) ?? [];
      if (kind === undefined) continue;
      const bytes = await this.#readFile(path);
      if (!bytes || bytes.length > limits.inputFileBytes)
        throw new AwsError(
          "InvalidFile",
          `The lab's file ${path} is missing, or has more than ${limits.inputFileBytes} bytes.`,
        );
      files[name] = bytes.toString(kind === "file" ? "base64" : "utf8");
    }
    return { ...values, ...files };
  }
}

/** Tells what is wrong with an operation that a lab names, by what the wire knows and the server has. */
export function knowsOperations(host: Pick<ServiceHost, "named">): KnowsOperation {
  return async (service, operation) => {
    const found: NamedOperation | string = await host.named.find(identifierOf(service), operation);
    if (found === "no service") return unknown(`names the service ${service}, which there is not`);
    if (found === "no operation") return unknown(`names ${operation}, which ${service} has not`);
    if ((found as NamedOperation).isBuilt) return undefined;
    return { says: `names ${service}.${operation}, which Squall has not built yet`, isUnbuilt: true };
  };
}

const unknown = (says: string) => ({ says, isUnbuilt: false });

/** boto3's names of clients, where the SDK's identifiers are others. */
const boto3Names: Readonly<Record<string, string>> = {
  logs: "cloudwatchlogs",
  events: "eventbridge",
  ce: "costexplorer",
  stepfunctions: "sfn",
};

function identifierOf(service: string): string {
  return boto3Names[service] ?? service.replaceAll("-", "");
}
