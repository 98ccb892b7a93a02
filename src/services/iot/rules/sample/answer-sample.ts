import { AwsError } from "../../../../platform/aws-error.ts";
import { callConditions } from "../../../call-conditions.ts";
import type { Principal } from "../../../principal.ts";
import type { Place, ServiceHost } from "../../../service.ts";
import { readSignature } from "../../../signature/signature.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../../surface.ts";
import { invalidRequest } from "../../errors.ts";
import { limits } from "../../limits.ts";
import { ruleArn } from "../topic-rule.ts";
import { type Sample, trySample } from "./try-sample.ts";

/** Who may make the rule may try it. */
const action = "iot:CreateTopicRule";

export async function answerSample(
  request: SurfaceRequest,
  { host }: { readonly host: ServiceHost },
): Promise<SurfaceAnswer> {
  // In enforce mode the signature is held to before anything is read.
  const signer = await request.signer(limits.ruleSampleBytes);
  if (!signer && host.config.auth === "enforce") {
    const message = "Missing Authentication Token";
    throw new AwsError("MissingAuthenticationTokenException", message, { status: 403 });
  }
  const at: Place = {
    account: signer?.account ?? host.config.accountId,
    region: readSignature(request)?.region || "us-east-1",
  };
  const sample = readSample((await request.body(limits.ruleSampleBytes)).toString());
  if (signer) await checkMayTry(ruleArn(at, sample.ruleName ?? "*"), signer, at, request, host);
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(await trySample(host, at, sample)),
  };
}

function readSample(text: string): Sample {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw invalidRequest("The request's body is no JSON.");
  }
  if (typeof read !== "object" || read === null) throw invalidRequest("The request's body is no JSON object.");
  const { sql, awsIotSqlVersion, topic, payload, clientId, ruleName, actions } = read as Record<string, unknown>;
  for (const [name, value] of Object.entries({ sql, topic, payload }))
    if (typeof value !== "string") throw invalidRequest(`The member ${name} must be a text.`);
  for (const [name, value] of Object.entries({ awsIotSqlVersion, clientId, ruleName }))
    if (value !== undefined && typeof value !== "string") throw invalidRequest(`The member ${name} must be a text.`);
  if (actions !== undefined && !(Array.isArray(actions) && actions.every(isAction)))
    throw invalidRequest("The member actions must be a list of actions.");
  if (actions && (actions as unknown[]).length > limits.actionsPerRule)
    throw invalidRequest(`A rule may have ${limits.actionsPerRule} actions at the most.`);
  checkSizes(String(sql), String(topic), actions);
  return read as Sample;
}

/** A rule that is made has its model's members only, and its topics are a client's: what is tried is held to as much before it is walked through. */
function checkSizes(sql: string, topic: string, actions: unknown): void {
  if (Buffer.byteLength(topic) > limits.topicBytes || topic.split("/").length > limits.topicSlashes + 1)
    throw invalidRequest("The topic is too long.");
  if (sql.split("/").length > mostSlashesOfStatement) throw invalidRequest("The statement has too many slashes.");
  if (isDeeper(actions, mostLevelsOfActions)) throw invalidRequest("The member actions is nested too deeply.");
  if (JSON.stringify(actions ?? []).length > limits.ruleSampleActionCharacters)
    throw invalidRequest("The member actions is too large.");
}

const mostSlashesOfStatement = 2_000;
/** The list, an action, its settings, and what those have (`headers` of `http`). */
const mostLevelsOfActions = 12;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

/** `{"lambda": {"functionArn": "…"}}` */
function isAction(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((settings) => typeof settings === "object" && settings !== null);
}

/** As everywhere, open mode lets a denial pass and says it. */
async function checkMayTry(
  resource: string,
  principal: Principal,
  { account, region }: Place,
  { sourceIp, scheme, headers }: SurfaceRequest,
  { access, clock, config, log }: ServiceHost,
): Promise<void> {
  if (principal.kind === "root" && config.auth === "open") return;
  const facts = { principal, region, sourceIp, isSecure: scheme === "https", userAgent: headers["user-agent"] };
  const conditions = callConditions(facts, clock.nowMs());
  const { allowed, reason } = await access.authorize({
    principal,
    action,
    resource,
    resourceAccount: account,
    resourcePolicy: undefined,
    conditions,
  });
  if (allowed) return;
  const message =
    `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`.trimEnd();
  if (config.auth === "enforce") throw new AwsError("AccessDeniedException", message, { status: 403 });
  log.warn(`would be denied on AWS: ${message}`);
}
