import { fail } from "../../../platform/aws-error.ts";
import { applicationStore } from "../applications/application-store.ts";
import { checkEndpointAttributes, toApplicationName } from "../applications/find-application.ts";
import { type Attributes, applicationsKey, endpointArn } from "../applications/platform-application.ts";
import { applicationDoesNotExist, invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";

/** A device that is there already is given as it is, if nothing else is asked of it. */
export const createPlatformEndpoint: SnsOperation<"CreatePlatformEndpoint"> = async (input, context) => {
  const { PlatformApplicationArn, Token: token = "", CustomUserData, Attributes: given = {} } = input;
  const { platform, name } = toApplicationName(PlatformApplicationArn, context);
  const application = `${platform}/${name}`;
  const id = context.host.random.uuid();
  const data: Attributes = CustomUserData === undefined ? {} : { CustomUserData };
  checkEndpointAttributes({ ...data, ...given });
  if (token === "" || Buffer.byteLength(token) > limits.deviceTokenBytes) throw invalidParameter("Token");
  const attributes: Attributes & { readonly Token: string } = { Enabled: "true", Token: token, ...data, ...given };
  return context.host.storage.partition(applicationsKey(context)).write(async (tx) => {
    if (!(await applicationStore.find(tx, platform, name))) fail(applicationDoesNotExist());
    const existing = await applicationStore.findByToken(tx, application, token);
    if (!existing) await applicationStore.putEndpoint(tx, { application, id, token: attributes.Token, attributes });
    const arn = endpointArn(context, existing ?? { application, id });
    if (existing && !isSame(existing.attributes, attributes))
      throw invalidParameter(
        `Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
      );
    return { EndpointArn: arn };
  });
};

function isSame(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys({ ...one, ...other });
  return names.every((name) => one[name] === other[name]);
}
