import { isOfRegion, parseArn } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import { applicationDoesNotExist, endpointDoesNotExist, invalidParameter, tooFewElements } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Attributes } from "./platform-application.ts";

/** Throws InvalidParameter. */
export function toApplicationName(
  arn: string | undefined,
  at: Place,
): { readonly platform: string; readonly name: string } {
  const { resource } = partsOf(arn ?? "", "PlatformApplicationArn", at, applicationDoesNotExist);
  const [kind, platform = "", name = "", ...more] = resource.split("/");
  if (kind !== "app" || name === "" || more.length > 0) throw wrongSlashes("PlatformApplicationArn");
  return { platform, name };
}

/** Throws InvalidParameter. */
export function toEndpointName(
  arn: string | undefined,
  at: Place,
  parameter = "EndpointArn",
): { readonly application: string; readonly id: string } {
  const { resource } = partsOf(arn ?? "", parameter, at, endpointDoesNotExist);
  const [kind, platform, name, id = "", ...more] = resource.split("/");
  if (kind !== "endpoint" || id === "" || more.length > 0) throw wrongSlashes(parameter);
  return { application: `${platform}/${name}`, id };
}

function partsOf(text: string, parameter: string, at: Place, elsewhere: () => Error) {
  const arn = parseArn(text);
  if (!arn) throw text.split(":").length < 6 ? tooFewElements(parameter, text) : invalidParameter(parameter);
  // Permissions were asked for the ARN as it stands.
  if (arn.service !== "sns" || !isOfRegion(arn)) throw invalidParameter(parameter);
  if (arn.account !== at.account || arn.region !== at.region) throw elsewhere();
  return arn;
}

function wrongSlashes(parameter: string): Error {
  return invalidParameter(`${parameter} Reason: Wrong number of slashes in relative portion of the ARN.`);
}

/** Attributes of an endpoint. Throws InvalidParameter. Source: "SetEndpointAttributes". */
export function checkEndpointAttributes(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== "CustomUserData" && name !== "Enabled" && name !== "Token")
      throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
    const most = name === "CustomUserData" ? limits.customUserDataBytes : limits.deviceTokenBytes;
    if (Buffer.byteLength(value) > most)
      throw invalidParameter(
        `Attributes Reason: Invalid value for attribute: ${name}: must be at most ${most} bytes long in UTF-8 encoding`,
      );
    if (name === "Enabled" && !/^(?:true|false)$/i.test(value))
      throw invalidParameter("Attributes Reason: Invalid value for attribute: Enabled: must be true or false");
  }
}
