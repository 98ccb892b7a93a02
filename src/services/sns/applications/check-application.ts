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

/** Throws ValidationError. An empty map is none in a form. */
export function checkHasAttributes(attributes: Attributes = {}): void {
  if (Object.keys(attributes).length === 0) throw mustNotBeNull("attributes");
}

/** Of a new application the two halves of its credentials go together; Firebase's key has no principal. Throws InvalidParameter. */
export function checkCredentials(platform: string, { PlatformCredential, PlatformPrincipal }: Attributes): void {
  if (PlatformCredential !== undefined && PlatformPrincipal === undefined && platform !== "GCM")
    throw invalidParameter("Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal");
  if (PlatformPrincipal !== undefined && PlatformCredential === undefined)
    throw invalidParameter("Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential");
}

/** Gives what is kept of the attributes: no credentials. Throws InvalidParameter. Source: "SetPlatformApplicationAttributes". */
export function checkApplicationAttributes(attributes: Attributes): Attributes {
  const { PlatformCredential: _credential, PlatformPrincipal: _principal, ...others } = attributes;
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
