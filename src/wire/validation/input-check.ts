import { AwsError } from "../../platform/aws-error.ts";
import type { MissingMember, RestHabits } from "../../platform/rest-habits.ts";
import type { Model, OperationShape } from "../model/shape.ts";
import type { ServiceRecord } from "../registry.ts";
import type { Failure, Failures, StructureCheck } from "./compilation.ts";
import { compileStructureCheck } from "./structure-check.ts";

/** Throws what the service answers when required members are missing or constraints fail. */
export type InputCheck = (operation: OperationShape, input: Readonly<Record<string, unknown>>) => void;

export function createInputCheck(facts: ServiceRecord, model: Model, habits?: RestHabits): InputCheck {
  const checks = new Map<string, StructureCheck | undefined>();
  const checkOf = ({ name, input }: OperationShape): StructureCheck | undefined => {
    if (!checks.has(name)) checks.set(name, compileStructureCheck(model, input, facts, name));
    return checks.get(name);
  };
  return (operation, input) => {
    const failures = checkOf(operation)?.(input);
    if (!failures || failures.count === 0) return;
    const { missing } = failures;
    if (missing && habits) {
      const refusal = habits.memberMissing(toMissing(operation, missing));
      if (!refusal) return;
      throw refusal;
    }
    if (missing && facts.missingParameter !== undefined) {
      const message = facts.missingParameter.replace("%s", () => missing.member);
      throw new AwsError("MissingParameter", message, { status: 400 });
    }
    throw constraintsFailed(facts, failures);
  };
}

function toMissing({ input }: OperationShape, { member, isNested }: Failure): MissingMember {
  const { shape, traits = {} } = input.member(member) ?? {};
  const payload = shape?.kind === "string" ? "text" : "document";
  const name = traits.httpQuery ?? traits.httpHeader ?? member;
  return { name, isNested, payload: traits.httpPayload ? payload : undefined };
}

function constraintsFailed({ constraintError, coralNamespace }: ServiceRecord, failures: Failures): AwsError {
  // The older framework stops at ten.
  const most = coralNamespace === undefined ? failures.count : mostOfCoral;
  const count = Math.min(failures.count, most);
  const texts = failures.listed.slice(0, most).map(({ text }) => text);
  const message = `${count} validation error${count === 1 ? "" : "s"} detected: ${texts.join("; ")}`;
  return new AwsError(constraintError, message, { status: 400 });
}

const mostOfCoral = 10;
