import { AwsError } from "../platform/aws-error.ts";

export function noSuchLab(name: string): AwsError {
  return new AwsError("NoSuchLab", `There is no lab ${name}. \`squall lab list\` shows those there are.`, {
    status: 404,
  });
}

export function labHasFaults(name: string, faults: readonly string[]): AwsError {
  return new AwsError("InvalidLab", `The lab ${name} cannot be used:\n${faults.join("\n")}`, { status: 409 });
}

export function labNotStarted(name: string): AwsError {
  return new AwsError("LabNotStarted", `The lab ${name} is not started.`, { status: 409 });
}

/** What the lab needs could not be made: the caller may lack a permission, or a service refuses. */
export function cannotPrepare(call: string, error: AwsError): AwsError {
  const message = `The lab cannot be started: ${call} answered ${error.code}: ${error.message}`;
  return new AwsError("CannotPrepare", message, { status: error.status === 403 ? 403 : 409 });
}

export function cannotReset(what: readonly string[]): AwsError {
  return new AwsError("CannotReset", `Not everything could be deleted, so the lab is not reset:\n${what.join("\n")}`, {
    status: 409,
  });
}
