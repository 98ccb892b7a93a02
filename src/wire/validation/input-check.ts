import { AwsError } from "../../platform/aws-error.ts";
import type { Model, OperationShape } from "../model/shape.ts";
import type { ServiceRecord } from "../registry.ts";
import { compileStructureCheck, type StructureCheck } from "./structure-check.ts";

/** Throws what the service answers when required members are missing or constraints fail. */
export type InputCheck = (operation: OperationShape, input: Readonly<Record<string, unknown>>) => void;

/** AWS stops listing at some point as well. */
const reportedFailures = 50;

export function createInputCheck(facts: ServiceRecord, model: Model): InputCheck {
  const checks = new Map<string, StructureCheck | undefined>();
  const checkOf = ({ name, input }: OperationShape): StructureCheck | undefined => {
    if (!checks.has(name)) checks.set(name, compileStructureCheck(model, input));
    return checks.get(name);
  };
  return (operation, input) => {
    const check = checkOf(operation);
    if (check === undefined) return;
    const failures = check(input);
    if (failures.length === 0) return;
    const missing = failures.find(({ isMissing }) => isMissing);
    if (facts.missingMember !== undefined && missing) throw missingMember[facts.missingMember](missing.member);
    throw constraintsFailed(
      facts.constraintError,
      failures.map(({ text }) => text),
    );
  };
}

function constraintsFailed(code: string, failures: readonly string[]): AwsError {
  const count = failures.length;
  const listed = failures.slice(0, reportedFailures).join("; ");
  const message = `${count} validation error${count === 1 ? "" : "s"} detected: ${listed}`;
  return new AwsError(code, message, { status: 400 });
}

const missingMember = {
  parameter: (member: string) =>
    new AwsError("MissingParameter", `The request must contain the parameter ${member}`, { status: 400 }),
  bucketApi: (member: string) =>
    new AwsError("InvalidRequest", `Missing required parameter: ${member}`, { status: 400 }),
};
