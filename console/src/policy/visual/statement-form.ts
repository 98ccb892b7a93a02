import { listOf, type PolicyDocument, type Statement } from "../policy-document.ts";

/** A statement as the visual editor holds it. What it has no field for stays in `rest`. */
export interface StatementForm {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** The actions that are named are those that it is not about. */
  readonly isNotActions: boolean;
  readonly resources: readonly string[];
  readonly isNotResources: boolean;
  readonly conditions: readonly ConditionRow[];
  readonly rest: Readonly<Record<string, unknown>>;
}

export interface ConditionRow {
  readonly operator: string;
  readonly key: string;
  /** Several are separated by commas. */
  readonly values: string;
}

export const emptyStatement: StatementForm = {
  sid: "",
  effect: "Allow",
  actions: [],
  isNotActions: false,
  resources: ["*"],
  isNotResources: false,
  conditions: [],
  rest: {},
};

/** Undefined where the document has what only JSON can say: the editor would lose it. */
export function toForms(document: PolicyDocument): StatementForm[] | undefined {
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  const forms = statements.map(toForm);
  return forms.every((form) => form !== undefined) ? forms : undefined;
}

function toForm(statement: Statement): StatementForm | undefined {
  if (typeof statement !== "object" || statement === null) return undefined;
  const { Sid = "", Effect, Action, NotAction, Resource, NotResource, Condition = {}, ...rest } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") return undefined;
  const conditions = Object.entries(Condition).flatMap(([operator, entries]) =>
    Object.entries(entries).map(([key, value]) => ({ operator, key, values: listOf(value).join(", ") })),
  );
  // A value with a comma in it would come back as two.
  const isTold = Object.values(Condition)
    .flatMap((entries) => Object.values(entries).flatMap((value) => listOf(value)))
    .every((value) => typeof value === "string" && !value.includes(",") && value.trim() === value);
  if (!isTold) return undefined;
  return {
    sid: Sid,
    effect: Effect,
    actions: listOf(NotAction ?? Action),
    isNotActions: NotAction !== undefined,
    resources: listOf(NotResource ?? Resource),
    isNotResources: NotResource !== undefined,
    conditions,
    rest,
  };
}

/** The document with these statements; its version and whatever else it has stay. */
export function toDocument(forms: readonly StatementForm[], before: PolicyDocument | undefined): string {
  const document = { Version: "2012-10-17", ...before, Statement: forms.map(toStatement) };
  return JSON.stringify(document, undefined, 2);
}

export function toStatement(form: StatementForm): Statement {
  const { sid, effect, actions, isNotActions, resources, isNotResources, conditions, rest } = form;
  return {
    ...(sid !== "" && { Sid: sid }),
    Effect: effect,
    [isNotActions ? "NotAction" : "Action"]: actions,
    [isNotResources ? "NotResource" : "Resource"]: resources,
    ...(conditions.length > 0 && { Condition: toConditions(conditions) }),
    ...rest,
  };
}

function toConditions(rows: readonly ConditionRow[]): NonNullable<Statement["Condition"]> {
  const found: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of rows) {
    const list = values
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
    const entries = found[operator] ?? {};
    found[operator] = { ...entries, [key]: [...listOf(entries[key]), ...list] };
  }
  return found;
}

export function actionsProblem({ actions }: StatementForm): string | undefined {
  if (actions.length === 0) return "Choose one action at least.";
  const wrong = actions.find((action) => action !== "*" && !/^[a-z0-9-]+:[\w*?]+$/.test(action));
  return wrong === undefined ? undefined : `${wrong} is no action: s3:GetObject, s3:Get*, or *.`;
}

export function resourcesProblem({ resources }: StatementForm): string | undefined {
  if (resources.length === 0) return "Enter one ARN at least, or choose all resources.";
  const wrong = resources.find((arn) => arn !== "*" && !/^arn:[\w*?-]+:[\w*?-]*:[^:]*:[^:]*:.+$/.test(arn));
  return wrong === undefined ? undefined : `${wrong} is no ARN: arn:aws:s3:::bucket/*.`;
}

export function conditionsProblem({ conditions }: StatementForm): string | undefined {
  const wrong = conditions.find(
    ({ operator, key, values }) => operator === "" || key.trim() === "" || values.trim() === "",
  );
  return wrong && "Each condition has an operator, a key and a value.";
}

/** Sids are letters and digits. */
export function sidProblem({ sid }: StatementForm): string | undefined {
  return /^[A-Za-z0-9]*$/.test(sid) ? undefined : "Use letters and digits only.";
}
