import type { Action, TopicRulePayload } from "@aws-sdk/client-iot";
import type { OperationContext, ServiceHost } from "../../service.ts";
import { invalidRequest, notSupported, sqlCannotBeParsed } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkRoleArn } from "../roles/role-alias.ts";
import { compileStatement, type RuleStatement } from "../rule-sql/rule-statement.ts";
import { SqlSyntaxError } from "../rule-sql/sql-error.ts";
import type { SqlVersion } from "../rule-sql/syntax.ts";
import { compileAction } from "./load-rules.ts";

export interface CheckedRule {
  readonly actions: readonly Action[];
  readonly sql: string;
  readonly sqlVersion: SqlVersion;
  readonly description: string | undefined;
  readonly errorAction: Action | undefined;
  readonly isDisabled: boolean;
}

/** Whose rule it is. */
type RuleMaker = Pick<OperationContext, "host" | "account">;

/** Throws for a rule that could never run, or that would run in the name of another account's role: its statement, its templates, and actions that are not built. Source: "CreateTopicRule". */
export async function checkRule(payload: TopicRulePayload | undefined, at: RuleMaker): Promise<CheckedRule> {
  const { sql = "", actions = [], errorAction, description, ruleDisabled = false, awsIotSqlVersion } = payload ?? {};
  if (actions.length > limits.actionsPerRule)
    throw invalidRequest(`A rule may have ${limits.actionsPerRule} actions at the most.`);
  const sqlVersion = checkVersion(awsIotSqlVersion);
  const statement = parse(() => compileStatement(sql, sqlVersion));
  for (const action of [...actions, ...(errorAction ? [errorAction] : [])]) await checkAction(action, statement, at);
  return { sql, sqlVersion, actions: [...actions], errorAction, description, isDisabled: ruleDisabled };
}

/** `beta` is the newest: what it would break is not known. */
function checkVersion(version = "2015-10-08"): SqlVersion {
  if (version === "2015-10-08" || version === "2016-03-23") return version;
  if (version === "beta") return "2016-03-23";
  throw invalidRequest(`SQL version ${version} is not supported.`);
}

function parse<T>(compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof SqlSyntaxError) throw sqlCannotBeParsed(error.message);
    throw error;
  }
}

/** What each kind needs; those of services that may come are asked for by the operation that would carry it out. */
const kinds: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly asks?: readonly [string, string] }>
> = {
  cloudwatchAlarm: { needs: ["roleArn", "alarmName", "stateReason", "stateValue"] },
  cloudwatchLogs: { needs: ["roleArn", "logGroupName"] },
  cloudwatchMetric: { needs: ["roleArn", "metricName", "metricNamespace", "metricUnit", "metricValue"] },
  dynamoDB: { needs: ["roleArn", "tableName", "hashKeyField", "hashKeyValue"] },
  dynamoDBv2: { needs: ["roleArn", "putItem"] },
  http: { needs: ["url"] },
  kinesis: { needs: ["roleArn", "streamName"], asks: ["kinesis", "putRecord"] },
  lambda: { needs: ["functionArn"] },
  republish: { needs: ["roleArn", "topic"] },
  s3: { needs: ["roleArn", "bucketName", "key"] },
  sns: { needs: ["roleArn", "targetArn"] },
  sqs: { needs: ["roleArn", "queueUrl"] },
  stepFunctions: { needs: ["roleArn", "stateMachineName"], asks: ["sfn", "startExecution"] },
};

async function checkAction(action: Action, statement: RuleStatement, { host, account }: RuleMaker): Promise<void> {
  const given = Object.entries(action).filter(([, settings]) => settings !== undefined);
  const [entry] = given;
  if (!entry || given.length > 1) throw invalidRequest("An action must have exactly one kind.");
  const [kind, settings] = entry;
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!known || (known.asks && !(await isBuilt(host, known.asks)))) throw notSupported(`the action ${kind}`);
  for (const name of known.needs)
    if ((settings as Record<string, unknown>)[name] === undefined)
      throw invalidRequest(`The action ${kind} needs ${name}.`);
  if (kind === "http" && (settings as { auth?: unknown }).auth !== undefined)
    throw notSupported("signing what an http action sends");
  if (kind === "http" && (settings as { enableBatching?: unknown }).enableBatching === true)
    throw notSupported("batches of http actions");
  const { qos } = settings as { qos?: number };
  if (kind === "republish" && qos !== undefined && qos !== 0 && qos !== 1)
    throw invalidRequest("The qos must be 0 or 1.");
  const { roleArn } = settings as { roleArn?: string };
  if (roleArn !== undefined) checkRoleArn(roleArn, { account });
  parse(() => compileAction(action, statement));
}

async function isBuilt(host: ServiceHost, [service, operation]: readonly [string, string]): Promise<boolean> {
  const found = await host.named.find(service, operation);
  return typeof found === "object" && found.isBuilt;
}
