import { AwsError } from "../../../platform/aws-error.ts";
import { callConditions } from "../../call-conditions.ts";
import type { Principal } from "../../principal.ts";
import { resourceTagConditions } from "../../resource-tags.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { readSignature } from "../../signature/signature.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { queueDoesNotExist } from "../errors.ts";
import { limits } from "../limits.ts";
import type { KnownQueue, QueueName } from "../queues/queue-directory.ts";
import { parseQueueUrl } from "../queues/queue-url.ts";
import type { SqsState } from "../state.ts";
import { lookAtMessages } from "./look-at-messages.ts";
import { toLookAnswer, toLookRefusal } from "./to-look-answer.ts";

interface LookContext {
  readonly state: SqsState;
  readonly host: ServiceHost;
}

/** `rest` is `/REGION/ACCOUNT/NAME`, or empty: then the queue's URL is a parameter. */
export async function answerLook(rest: string, request: SurfaceRequest, context: LookContext): Promise<SurfaceAnswer> {
  try {
    const { state, host } = context;
    // In enforce mode the signature is held to before anything is read.
    const signer = await request.signer(limits.requestBytes);
    if (!signer && host.config.auth === "enforce") throw unsigned();
    const parameters = await readParameters(request);
    const at: Place = {
      account: signer?.account ?? host.config.accountId,
      region: readSignature(request)?.region || "us-east-1",
    };
    const queue = await state.queues.find(nameOf(rest, parameters.get("QueueUrl"), at));
    if (!queue) throw queueDoesNotExist({ isForm: request.headers["x-amz-target"] === undefined });
    if (signer) await checkMayReceive(queue, signer, request, host);
    const showsInvisible = isTrue(parameters.get("ShowInvisible"));
    const showsDelayed = isTrue(parameters.get("ShowDelayed"));
    return toLookAnswer(request, await lookAtMessages(host, queue, { showsInvisible, showsDelayed }));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return toLookRefusal(request, error);
  }
}

/** Of the query, of a form, or of the JSON that SDKs send. Throws for what is sent as another operation. */
async function readParameters(request: SurfaceRequest): Promise<ReadonlyMap<string, string>> {
  const { method, headers, query } = request;
  const found = new Map<string, string>(query);
  if (method !== "POST") return found;
  const body = (await request.body(limits.requestBytes)).toString();
  const target = headers["x-amz-target"];
  if (target !== undefined) {
    if (target !== "AmazonSQS.ReceiveMessage") throw onlyReceives();
    for (const [name, value] of Object.entries(parseJson(body))) found.set(name, String(value));
    return found;
  }
  for (const [name, value] of new URLSearchParams(body)) found.set(name, value);
  if ((found.get("Action") ?? "ReceiveMessage") !== "ReceiveMessage") throw onlyReceives();
  return found;
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Said below.
  }
  throw new AwsError("SerializationException", "The request's body is no JSON object.", { status: 400 });
}

function nameOf(rest: string, url: string | undefined, at: Place): QueueName {
  if (rest !== "") {
    const [, region = "", account = "", name = ""] = rest.split("/");
    return { account, region, name };
  }
  if (url === undefined || url === "") throw queueDoesNotExist({ isForm: true });
  const found = parseQueueUrl(url, at);
  // A URL has an account before the name: a word behind the host is none of a queue.
  const isWhole = found !== undefined && (!url.includes("://") || url.includes(`/${found.account}/`));
  if (!isWhole) {
    const message = "The address https://queue.amazonaws.com/ is not valid for this endpoint.";
    throw new AwsError("InvalidAddress", message, { status: 404 });
  }
  return found;
}

/** Who may receive may look. As everywhere, open mode lets a denial pass and says it. */
async function checkMayReceive(
  queue: KnownQueue,
  principal: Principal,
  { sourceIp, scheme, headers }: SurfaceRequest,
  { access, clock, config, log }: ServiceHost,
): Promise<void> {
  if (principal.kind === "root" && principal.account === queue.account && config.auth === "open") return;
  const { allowed, reason } = await access.authorize({
    principal,
    action: "sqs:ReceiveMessage",
    resource: queue.arn,
    resourceAccount: queue.account,
    resourcePolicy: queue.settings.policy,
    conditions: {
      ...callConditions(
        {
          principal,
          region: queue.region,
          sourceIp,
          isSecure: scheme === "https",
          userAgent: headers["user-agent"],
        },
        clock.nowMs(),
      ),
      ...resourceTagConditions(queue.tags),
    },
  });
  if (allowed) return;
  const message =
    `User: ${principal.arn} is not authorized to perform: sqs:ReceiveMessage on resource: ${queue.arn} ${reason}`.trimEnd();
  if (config.auth === "enforce") throw new AwsError("AccessDeniedException", message, { status: 403 });
  log.warn(`would be denied on AWS: ${message}`);
}

function isTrue(text: string | undefined): boolean {
  return /^(?:true|1)$/i.test(text ?? "");
}

function unsigned(): AwsError {
  return new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", { status: 403 });
}

function onlyReceives(): AwsError {
  return new AwsError("InvalidRequest", "This endpoint only accepts ReceiveMessage calls", { status: 400 });
}
