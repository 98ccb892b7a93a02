import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import type { MessageAttribute } from "../messages/message.ts";
import { isPhoneNumber, toDigits } from "../phone-numbers/phone-number.ts";
import { phoneStore, phonesKey } from "../phone-numbers/phone-store.ts";
import { certificatePath } from "../signing/signer.ts";
import type { SnsState } from "../state.ts";
import { toSubscriptionName } from "../subscriptions/find-subscription.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { topicsKey } from "../topics/topic.ts";
import { type OutboxMessage, outboxKey } from "./outbox-message.ts";
import { type OutboxFilter, outboxStore } from "./outbox-store.ts";

interface Answering {
  readonly state: SnsState;
  readonly host: ServiceHost;
}

const pageSize = 100;
const bodyBytes = 10_000;

/** `/_aws/sns/…`: the certificate, for everybody, and what has been left for people, for who may list subscriptions. */
export async function answerPath(path: string, request: SurfaceRequest, answering: Answering): Promise<SurfaceAnswer> {
  if (path.startsWith(certificatePath)) return certificate(path, request, answering);
  const found = Object.entries(answers).find(([name]) => path === name || path.startsWith(`${name}/`));
  if (!found) return json(404, { message: `There is nothing at ${path}.` });
  const [name, byMethod] = found;
  const answer = byMethod[request.method];
  if (!answer) return json(405, { message: `${request.method} is not for ${name}.` });
  const asked = toAsked(request, answering.host);
  const refusal = await refusalFor(asked, neededFor(name, path), request, answering);
  return refusal ?? answer({ ...asked, rest: path.slice(name.length + 1), request }, answering);
}

interface Needed {
  readonly action: string;
  readonly resource: string;
  /** What a refusal says that one is not allowed to do. */
  readonly words: string;
}

/** Who has a token can confirm what it is of, in the name of whoever answers at the endpoint: that is more than to list subscriptions. */
function neededFor(name: string, path: string): Needed {
  if (name !== tokensPath)
    return { action: "sns:ListSubscriptions", resource: "*", words: "list the account's subscriptions" };
  const resource = decoded(path.slice(name.length + 1))
    .split(":", 6)
    .join(":");
  return { action: "sns:ConfirmSubscription", resource, words: "confirm subscriptions of the topic" };
}

/** In `enforce` mode they are for the account's own people, by a signed request. */
async function refusalFor(
  { account, region }: Asked,
  { action, resource, words }: Needed,
  request: SurfaceRequest,
  { host }: Answering,
): Promise<SurfaceAnswer | undefined> {
  if (host.config.auth === "open") return undefined;
  const principal = await request.signer(bodyBytes).catch(() => undefined);
  if (!principal)
    return json(403, { message: "Refused: this server runs with --auth enforce, and the request is not signed." });
  const { allowed } = await host.access.authorize({
    principal,
    action,
    resource,
    resourceAccount: account,
    resourcePolicy: undefined,
    conditions: { "aws:requestedregion": [region] },
  });
  return allowed && principal.account === account
    ? undefined
    : json(403, { message: `Refused: not allowed to ${words}.` });
}

interface Asked {
  readonly account: string;
  readonly region: string;
  readonly query: ReadonlyMap<string, string>;
}

type Answer = (
  asked: Asked & { readonly rest: string; readonly request: SurfaceRequest },
  answering: Answering,
) => Promise<SurfaceAnswer>;

/** An ARN that is asked for says where it is. */
function toAsked({ query: pairs, path }: SurfaceRequest, { config }: ServiceHost): Asked {
  const query = new Map(pairs);
  const inPath = path.split("/").at(-1) ?? "";
  // What stands in the path is what is answered for: an ARN beside it must not say whose it is.
  const arn = /^arn(?::|%3a)/i.test(inPath) ? decoded(inPath) : (query.get("endpointArn") ?? "");
  const [, , , region, account] = arn.startsWith("arn:") ? arn.split(":", 5) : [];
  return {
    account: account ?? query.get("accountId") ?? config.accountId,
    region: region ?? query.get("region") ?? "us-east-1",
    query,
  };
}

/** As it stands, if it is no encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const listOutbox: Answer = async ({ account, region, query }, { host }) => {
  const kind = query.get("kind") as OutboxMessage["kind"] | undefined;
  const before = Number(query.get("before") ?? Number.MAX_SAFE_INTEGER);
  if (!Number.isSafeInteger(before)) return json(400, { message: "before is no number." });
  const found = await host.storage
    .partition(outboxKey({ account, region }))
    .read((tx) => outboxStore.list(tx, { kind, to: query.get("to") }, { before, limit: pageSize }));
  const messages = found.map(({ seq, message: { attributes, sentMs, ...message } }) => ({
    id: seq,
    ...message,
    sentAt: new Date(sentMs).toISOString(),
    ...(attributes && { attributes: toShownAttributes(attributes) }),
  }));
  return json(200, { messages, next: found.length === pageSize ? found.at(-1)?.seq : undefined, account, region });
};

const emptyOutbox: Answer = async ({ account, region, query }, { host }) => {
  const filter: OutboxFilter = { kind: query.get("kind") as OutboxMessage["kind"] | undefined, to: query.get("to") };
  await host.storage.partition(outboxKey({ account, region })).write((tx) => outboxStore.remove(tx, filter));
  return { status: 204, headers: {}, body: undefined };
};

/** The paths that tools made for LocalStack ask: everything of one kind, oldest first, by its recipient. */
function retrospect(kind: "sms" | "application", member: string, filterName: string): Readonly<Record<string, Answer>> {
  return {
    GET: async ({ account, region, query }, { host }) => {
      const to = query.get(filterName);
      const filter = { kind, to };
      const found = await host.storage
        .partition(outboxKey({ account, region }))
        .read((tx) => outboxStore.list(tx, filter, { before: Number.MAX_SAFE_INTEGER, limit: 1_000 }));
      const byRecipient: Record<string, unknown[]> = to === undefined ? {} : { [to]: [] };
      for (const { message } of found.reverse()) {
        byRecipient[message.to] ??= [];
        byRecipient[message.to]?.push(kind === "sms" ? toSms(message) : toPush(message));
      }
      return json(200, { [member]: byRecipient, region });
    },
    DELETE: async ({ account, region, query }, { host }) => {
      const filter = { kind, to: query.get(filterName) };
      await host.storage.partition(outboxKey({ account, region })).write((tx) => outboxStore.remove(tx, filter));
      return { status: 204, headers: {}, body: undefined };
    },
  };
}

const subscriptionToken: Answer = async ({ rest, account, region }, { host }) => {
  const arn = decoded(rest);
  const invalid = json(400, { error: "The provided SubscriptionARN is invalid", subscription_arn: arn });
  if (arn.split(":").length < 7) return invalid;
  const { topic, id } = toSubscriptionName(arn);
  if (topic.account !== account || topic.region !== region) return invalid;
  const token = await host.storage
    .partition(topicsKey(topic))
    .read((tx) => subscriptionStore.tokenOf(tx, topic.name, id));
  return token === undefined
    ? json(404, { error: "The provided SubscriptionARN is not found", subscription_arn: arn })
    : json(200, { subscription_token: token, subscription_arn: arn });
};

/** As if the number's owner had answered STOP. */
const optOut: Answer = async (asked, { host }) => {
  const body = (await asked.request.body(bodyBytes)).toString("utf8");
  let said: { phoneNumber?: unknown; accountId?: unknown; region?: unknown };
  try {
    said = Object(JSON.parse(body));
  } catch {
    said = {};
  }
  const { phoneNumber, accountId = asked.account, region = asked.region } = said;
  if (typeof phoneNumber !== "string" || !isPhoneNumber(phoneNumber))
    return json(400, { message: "phoneNumber is no phone number." });
  if (accountId !== asked.account && host.config.auth === "enforce")
    return json(403, { message: "Refused: another account." });
  await host.storage
    .partition(phonesKey({ account: String(accountId), region: String(region) }))
    .write((tx) => phoneStore.optOut(tx, toDigits(phoneNumber)));
  return json(200, { phoneNumber });
};

const tokensPath = "/_aws/sns/subscription-tokens";

const answers: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  "/_aws/sns/outbox": { GET: listOutbox, DELETE: emptyOutbox },
  "/_aws/sns/sms-messages": retrospect("sms", "sms_messages", "phoneNumber"),
  "/_aws/sns/platform-endpoint-messages": retrospect("application", "platform_endpoint_messages", "endpointArn"),
  [tokensPath]: { GET: subscriptionToken },
  "/_aws/sns/phone-opt-outs": { POST: optOut },
};

async function certificate(path: string, { method }: SurfaceRequest, { state }: Answering): Promise<SurfaceAnswer> {
  const id = /^([0-9a-f]{32})\.pem$/.exec(path.slice(certificatePath.length))?.[1];
  const pem = id !== undefined && method === "GET" ? await state.signer.certificate(id) : undefined;
  if (pem === undefined) return json(404, { message: "There is no such certificate." });
  return { status: 200, headers: { "content-type": "application/x-pem-file" }, body: pem };
}

function toSms({ to, topicArn, subscriptionArn, messageId, body, attributes, subject, from, smsType }: OutboxMessage) {
  return {
    PhoneNumber: to,
    TopicArn: topicArn ?? null,
    SubscriptionArn: subscriptionArn ?? null,
    MessageId: messageId,
    Message: body,
    MessageAttributes: attributes ? toShownAttributes(attributes) : {},
    MessageStructure: null,
    Subject: subject ?? null,
    SenderID: from ?? null,
    SMSType: smsType,
  };
}

function toPush({ to, topicArn, messageId, body, attributes, subject, hasStructure }: OutboxMessage) {
  return {
    TargetArn: to,
    TopicArn: topicArn ?? null,
    Message: hasStructure ? JSON.stringify(body) : body,
    MessageAttributes: attributes ? toShownAttributes(attributes) : {},
    MessageStructure: hasStructure ? "json" : null,
    Subject: subject ?? null,
    MessageId: messageId,
  };
}

/** As the API has them, with what is binary in base64. */
function toShownAttributes(attributes: Readonly<Record<string, MessageAttribute>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, string, binary }]) => [
      name,
      binary === undefined ? { DataType: type, StringValue: string } : { DataType: type, BinaryValue: binary },
    ]),
  );
}

function json(status: number, value: object): SurfaceAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
