import { invalidParameter, mustNotBeNull, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Attributes } from "./platform-application.ts";

/** Throws InvalidParameter. Source: "CreatePlatformApplication", Name. */
export function checkApplicationName(name: string): void {
  const reason =
    name === ""
      ? "cannot be empty"
      : name.length > limits.platformApplicationNameLength
        ? `must be at most ${limits.platformApplicationNameLength} characters long`
        : /^[A-Za-z0-9._-]+$/.test(name)
          ? undefined
          : "must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'";
  if (reason !== undefined) throw invalidParameter(`${name} Reason: ${reason}`);
}

/** Gives what is kept of the attributes: no credentials. Throws InvalidParameter, ValidationError. Source: "SetPlatformApplicationAttributes". */
export function checkApplicationAttributes(attributes: Attributes, isNew: boolean): Attributes {
  const names = Object.keys(attributes);
  if (names.length === 0) throw mustNotBeNull("attributes");
  const { PlatformCredential, PlatformPrincipal, ...others } = attributes;
  if (isNew && PlatformCredential !== undefined && PlatformPrincipal === undefined)
    throw invalidParameter("Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal");
  if (isNew && PlatformPrincipal !== undefined && PlatformCredential === undefined)
    throw invalidParameter("Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential");
  for (const [name, value] of Object.entries(others)) {
    if (name.startsWith("Event") && value !== "") throw notSupported(name, "notifications of platform events");
    if (name === "SuccessFeedbackRoleArn" || name === "FailureFeedbackRoleArn") {
      if (value !== "") throw notSupported(name, "logs of pushes' deliveries");
    } else if (name === "SuccessFeedbackSampleRate") {
      // Of deliveries that are logged, of which there are none without a role.
      if (!/^\d{1,3}$/.test(value) || Number(value) > 100)
        throw invalidParameter(`Attributes Reason: Invalid value for attribute: ${name}`);
    } else if (!known.has(name) && !name.startsWith("Event")) {
      throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
    }
  }
  return others;
}

const known: ReadonlySet<string> = new Set([
  "Enabled",
  "AppleCertificateExpirationDate",
  "ApplePlatformTeamID",
  "ApplePlatformBundleID",
]);
