import { AwsError } from "../platform/aws-error.ts";
import type { ErrorName } from "./service.ts";

type ErrorFields<Model, K extends keyof Model> = Model[K] extends abstract new (
  options: never,
) => infer E
  ? Partial<Omit<E, keyof Error | `$${string}` | "shapeId">>
  : never;

/** A service's maker of modelled errors: name and members are checked against the SDK; status and wire code come from the model. */
export function defineErrors<Model>() {
  return <K extends ErrorName<Model> & keyof Model>(
    code: K,
    message: string,
    fields?: ErrorFields<Model, K>,
  ): AwsError => new AwsError(code, message, { fields });
}
