import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { callAs, type EventSource } from "../../targets/caller.ts";
import type { ExternalCall } from "../rule-sql/message-facts.ts";
import { SqlEvaluationError } from "../rule-sql/sql-error.ts";
import { toText } from "../rule-sql/to-text.ts";
import { toJson, type Value, valueOfJson } from "../rule-sql/value.ts";
import { fromAttributeValue, toAttributeValue } from "./actions/attribute-value.ts";
import { iotPrincipal } from "./topic-rule.ts";

/** AWS gives a function two seconds; one that starts cold on a busy machine needs more. */
const functionMs = 10_000;

/** What functions of SQL ask of other services, in a role's name or the rule's. Rejects with what they answer. Source: "AWS IoT SQL reference", "Functions". */
export async function askFor(
  host: ServiceHost,
  source: EventSource,
  rule: string,
  { name, args }: ExternalCall,
): Promise<Value> {
  const texts = args.map((arg) => toText(arg) ?? "");
  const [first = "", second = "", , fourth = ""] = texts;
  const asRole = <T>(call: (as: CallOptions) => Promise<T>) =>
    callAs(
      host,
      { role: texts.at(-1) ?? "", sessionName: rule, assumedBy: iotPrincipal },
      { source, at: source },
      call,
    );
  switch (name) {
    case "aws_lambda":
      return callFunction(host, source, first, args[1]);
    case "get_thing_shadow": {
      const input = { thingName: first, shadowName: args.length > 2 ? second : undefined };
      const { payload } = await asRole((as) => host.call("iot-data-plane", "GetThingShadow", input, as));
      return valueOfJson(Buffer.from(payload as Uint8Array).toString("utf8"));
    }
    case "get_dynamodb": {
      const Key: Record<string, AttributeValue> = { [second]: toAttributeValue(args[2]) };
      if (args.length > 4) Key[fourth] = toAttributeValue(args[4]);
      const { Item } = await asRole((as) => host.call("dynamodb", "GetItem", { TableName: first, Key }, as));
      return Item && fromAttributeValue({ M: Item });
    }
    case "get_registry_data": {
      const of = { thingName: second };
      if (first === "DescribeThing") {
        const thing = await asRole((as) => host.call("iot", "DescribeThing", of, as));
        return JSON.parse(JSON.stringify(thing));
      }
      if (first !== "ListThingGroupsForThing") throw new SqlEvaluationError(`get_registry_data does not know ${first}`);
      const groups = await asRole((as) => host.call("iot", "ListThingGroupsForThing", of, as));
      return JSON.parse(JSON.stringify(groups));
    }
    case "get_secret": {
      const secret = await asRole((as) => host.call("secrets-manager", "GetSecretValue", { SecretId: first }, as));
      if (second === "SecretBinary")
        return Buffer.from((secret.SecretBinary as Uint8Array | undefined) ?? []).toString("base64");
      return args.length > 3 ? JSON.parse(secret.SecretString ?? "")[texts[2] ?? ""] : secret.SecretString;
    }
    default:
      throw new SqlEvaluationError(`Squall does not support ${name} yet.`);
  }
}

async function callFunction(host: ServiceHost, source: EventSource, arn: string, input: Value): Promise<Value> {
  const giveUp = new AbortController();
  const timer = host.clock.afterMachine(functionMs, () =>
    giveUp.abort(new SqlEvaluationError(`${arn} has not answered in time`)),
  );
  try {
    const called = callAs(host, { service: iotPrincipal }, { source, at: source, signal: giveUp.signal }, (as) =>
      host.call("lambda", "Invoke", { FunctionName: arn, Payload: Buffer.from(toJson(input)) }, as),
    );
    const late = new Promise<never>((_resolve, reject) => {
      giveUp.signal.addEventListener("abort", () => reject(giveUp.signal.reason));
    });
    const { Payload, FunctionError } = await Promise.race([called, late]);
    const text = Buffer.from(Payload ?? []).toString("utf8");
    if (FunctionError !== undefined) throw new SqlEvaluationError(`${arn} failed: ${text.slice(0, 1_000)}`);
    return valueOfJson(text);
  } finally {
    timer.cancel();
  }
}
