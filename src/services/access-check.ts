import { AwsError } from "../platform/aws-error.ts";
import { BoundedCache } from "../platform/bounded-cache.ts";
import type { AuthorizationRequest } from "./access-control.ts";
import { type Caller, callConditions } from "./call-conditions.ts";
import { requestTagConditions } from "./request-tags.ts";
import type { ActionOf, AnyService, FurtherPermission, FurtherRule, OperationContext, ServiceHost } from "./service.ts";

/** Fulfilled if the call may go on; rejects with AWS's AccessDenied otherwise. */
export type AccessCheck = (
  operation: { readonly service: { readonly definition: AnyService }; readonly name: string },
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
) => Promise<void>;

/** The same check, before an operation and within one. */
export interface AccessChecks {
  /** Before an operation runs: nothing is asked of one that asks by itself. */
  readonly before: AccessCheck;
  /** What an operation asks in the midst of its work, also about itself. */
  readonly within: AccessCheck;
}

/**
 * The one access check, for requests from outside and calls between services.
 *
 * In `open` mode a user's or role's denial is let through and reported once, so that people see what would fail on AWS. An
 * AWS service acting by itself (S3 calling a function) is always held to the resource's policy: without it the lab's step
 * "give S3 the permission" would have no meaning.
 */
export function createAccessChecks(host: ServiceHost): AccessChecks {
  // Of the last ones only: a loop of denied calls must fill neither the log nor the memory.
  const reported = new BoundedCache<string, true>(1_000);
  const isNew = (text: string) => reported.get(text) === undefined && reported.set(text, true);
  const isOwner = ({ principal, account }: OperationContext) =>
    principal.kind === "root" && principal.account === account && host.config.auth === "open";

  const before: AccessCheck = async (operation, input, context) => {
    if (isOwner(context)) return;
    const { principal } = context;
    const { access } = operation.service.definition;
    const refusal = access.refusal?.(operation.name, principal);
    if (refusal && host.config.auth === "enforce") throw refusal;
    if (refusal && isNew(`${principal.arn} ${operation.name}`)) {
      host.log.warn(`would be denied on AWS: ${operation.name} with a session's credentials: ${refusal.message}`);
    }
    if (!(access.selfChecked as readonly string[] | undefined)?.includes(operation.name))
      await within(operation, input, context);
  };

  const within: AccessCheck = async (operation, input, context) => {
    if (isOwner(context)) return;
    const { access } = operation.service.definition;
    const asked = await askedFor(access, operation.name, input, context);
    await demand(asked, context);
    const rules = (access.also as FurtherRules | undefined)?.[operation.name];
    if (rules)
      for (const further of await furtherOf(rules, input, context))
        await demand(await toAsked(further, asked), context);

    async function toAsked(further: FurtherPermission, own: Asked): Promise<Asked> {
      if ("operation" in further) return askedFor(access, further.operation, further.input, context);
      const { action, resource, resourceAccount, conditions } = further;
      if (resource === undefined) return { ...own, action, conditions: { ...own.conditions, ...conditions } };
      return {
        action,
        resource,
        resourceAccount: resourceAccount ?? accountOf(resource) ?? context.account,
        resourcePolicy: undefined,
        conditions: { ...callConditions(callerOf(context), host.clock.nowMs()), ...conditions },
      };
    }
  };
  return { before, within };

  async function askedFor(
    access: AnyService["access"],
    name: string,
    input: Readonly<Record<string, unknown>>,
    context: OperationContext,
  ): Promise<Asked> {
    const resource = await access.resource(name, input, context);
    const owner = await access.resourceAccount?.(name, input, host);
    return {
      action: actionOf(access, name, input),
      resource,
      resourceAccount: owner ?? accountOf(resource) ?? context.account,
      resourcePolicy: await access.resourcePolicy?.(name, input, context, host),
      conditions: {
        ...callConditions(callerOf(context), host.clock.nowMs()),
        ...requestTagConditions(input.Tags ?? input.tags, input.TagKeys ?? input.tagKeys),
        ...(await access.conditions?.(name, input, host, context)),
      },
    };
  }

  async function demand(asked: Asked, { principal, account }: OperationContext): Promise<void> {
    const { action, resource } = asked;
    // A role is passed within its account only, whatever its policies say. `open` mode leaves that to who acts in its name (decision 96).
    if (action === "iam:PassRole" && host.config.auth === "enforce" && (accountOf(resource) ?? account) !== account)
      throw accessDenied("Cross-account pass role is not allowed.");
    const decision = await host.access.authorize({ principal, ...asked });
    if (decision.allowed) return;
    const message =
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${decision.reason}`.trimEnd();
    if (host.config.auth === "enforce" || principal.kind === "service") throw accessDenied(message);
    if (isNew(`${principal.arn} ${action} ${resource}`)) host.log.warn(`would be denied on AWS: ${message}`);
  }
}

type Asked = Omit<AuthorizationRequest, "principal">;
type FurtherRules = Readonly<Record<string, Readonly<Record<string, FurtherRule>>>>;

/** What the given members of an input need beside the operation's own permission, each once. */
async function furtherOf(
  rules: Readonly<Record<string, FurtherRule>>,
  input: Readonly<Record<string, unknown>>,
  context: OperationContext,
): Promise<readonly FurtherPermission[]> {
  const all: FurtherPermission[] = [];
  const actions = new Set<string>();
  for (const [path, rule] of Object.entries(rules)) {
    const value = valueAt(path, input);
    if (!isGiven(value)) continue;
    if (typeof rule !== "string") all.push(...[(await rule(value, input, context)) ?? []].flat());
    else if (!actions.has(rule)) all.push({ action: rule });
    if (typeof rule === "string") actions.add(rule);
  }
  return all;
}

function valueAt(path: string, input: Readonly<Record<string, unknown>>): unknown {
  const dot = path.indexOf(".");
  if (dot < 0) return input[path];
  const inner = input[path.slice(0, dot)] as typeof input | undefined;
  return inner && valueAt(path.slice(dot + 1), inner);
}

/** An empty list of tags asks for nothing, nor does a switch that is off. */
function isGiven(value: unknown): boolean {
  if (value === undefined || value === false) return false;
  if (Array.isArray(value)) return value.length > 0;
  return !(typeof value === "object" && value !== null && !(value instanceof Date) && Object.keys(value).length === 0);
}

/** `sqs:SendMessage` */
export function actionOf(
  { actions, prefix }: AnyService["access"],
  operation: string,
  input: Readonly<Record<string, unknown>>,
): string {
  const action = (actions as Readonly<Record<string, string | ActionOf>> | undefined)?.[operation];
  return typeof action === "function" ? action(input) : (action ?? `${prefix}:${operation}`);
}

/** The gateway gives it the code that the protocol and service use (`AccessDeniedException` in JSON). */
export function accessDenied(message: string): AwsError {
  return new AwsError("AccessDenied", message, { status: 403 });
}

function callerOf({ principal, region, request, sourceArn, sourceAccount }: OperationContext): Caller {
  const { sourceIp, endpoint, headers } = request;
  const isSecure = endpoint.startsWith("https:");
  return { principal, region, sourceIp, isSecure, userAgent: headers["user-agent"], sourceArn, sourceAccount };
}

/** Undefined where the ARN does not say it, or says `aws` as that of AWS's own policies does. */
function accountOf(resource: string): string | undefined {
  const account = resource.split(":", 6)[4];
  return account && /^\d{12}$/.test(account) ? account : undefined;
}
