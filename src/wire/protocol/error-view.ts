import type { AwsError } from "../../platform/aws-error.ts";
import type { Model, Shape } from "../model/shape.ts";
import type { ServiceRecord } from "../registry.ts";
import type { Protocol } from "../service-facts.ts";

/** An error as the protocols write it, with what its model says. */
export interface ErrorView {
  /** The model's shape; undefined for a code that is not modelled. */
  readonly shape: Shape | undefined;
  readonly code: string;
  /** The code in the query protocols, which is often an older one: `NoSuchEntity` for NoSuchEntityException. */
  readonly queryCode: string;
  readonly fault: "Sender" | "Receiver";
  readonly status: number;
  readonly message: string;
  /** Whether the shape has a member for it. */
  readonly hasMessage: boolean;
  /** The members of the shape, the message under the name that the shape has for it. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly hasDetail: boolean;
  /** The client of a form wants it as JSON. */
  readonly wantsJson: boolean;
  readonly coralNamespace: string | undefined;
  /** Of its modelled errors, where it is not the model's. */
  readonly errorNamespace: string | undefined;
}

export function viewError(
  { facts, model }: { readonly facts: ServiceRecord; readonly model: Model },
  protocol: Protocol,
  error: AwsError,
  inQueryMode = false,
): Omit<ErrorView, "hasDetail" | "wantsJson"> {
  const shape = model.error(error.code);
  const traits = shape?.traits ?? {};
  const fault = traits.error ?? error.fault;
  const [queryCode, queryStatus] = traits.awsQueryError ?? [error.queryCode ?? error.code, undefined];
  const isQuery = protocol === "awsQuery" || (inQueryMode && facts.errorNamespace !== undefined);
  // CloudWatch has one status for its own errors in JSON and CBOR, unless the caller asks for the older ones. Source: recorded answers.
  const isPlain = facts.errorNamespace !== undefined && shape !== undefined && !isQuery && fault === "client";
  const modelled = isPlain
    ? 400
    : ((isQuery ? queryStatus : undefined) ?? traits.httpError ?? facts.errorStatus?.[error.code]);
  const messageMember = shape?.members.find(({ name }) => name.toLowerCase() === "message")?.name;
  return {
    shape,
    code: error.code,
    queryCode,
    fault: fault === "client" ? "Sender" : "Receiver",
    status: modelled ?? error.status ?? (fault === "client" ? 400 : 500),
    message: error.message,
    hasMessage: messageMember !== undefined,
    members: messageMember === undefined ? error.fields : { ...error.fields, [messageMember]: error.message },
    fields: error.fields,
    coralNamespace: facts.coralNamespace,
    errorNamespace: facts.errorNamespace,
  };
}
