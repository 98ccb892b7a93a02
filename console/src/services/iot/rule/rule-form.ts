import type { Action, TopicRulePayload } from "@aws-sdk/client-iot";
import type { Values } from "../../../described/field-checks.ts";
import { type ActionKind, actionKinds, type Place, unknownKind } from "./action-kinds.ts";

/** An action in the form. */
export interface ActionForm {
  /** Tells those of one kind apart. */
  readonly id: number;
  /** Empty until one is chosen. */
  readonly kind: string;
  readonly values: Values;
}

/** A rule in the form. */
export interface RuleForm {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly version: string;
  readonly actions: readonly ActionForm[];
  readonly errorAction: ActionForm | undefined;
}

export const newRule: RuleForm = {
  name: "",
  description: "",
  sql: "SELECT * FROM 'device/+/data'",
  version: "2016-03-23",
  actions: [{ id: 1, kind: "", values: {} }],
  errorAction: undefined,
};

export function kindOf(value: string): ActionKind | undefined {
  if (value === "") return undefined;
  return actionKinds.find((kind) => kind.value === value) ?? unknownKind(value);
}

/** What a kind's form begins with. */
export function initialValues(kind: string): Values {
  return { hashKeyType: "STRING", messageFormat: "RAW", qos: "0", ...(kind === "http" && { headers: "[]" }) };
}

export function toAction({ kind, values }: ActionForm, { account }: Place): Action {
  const known = kindOf(kind);
  return known ? ({ [kind]: known.settings(values, account) } as unknown as Action) : ({} as Action);
}

export function fromAction(action: Action, id: number, at: Place): ActionForm {
  const [entry] = Object.entries(action).filter(([, settings]) => settings !== undefined);
  const [kind = "", settings = {}] = entry ?? [];
  return { id, kind, values: kindOf(kind)?.values(settings, at) ?? {} };
}

export function toPayload(form: RuleForm, at: Place, isDisabled: boolean): TopicRulePayload {
  return {
    sql: form.sql,
    description: form.description || undefined,
    awsIotSqlVersion: form.version,
    ruleDisabled: isDisabled,
    actions: form.actions.map((action) => toAction(action, at)),
    errorAction: form.errorAction && toAction(form.errorAction, at),
  };
}
