import { isNamed } from "../../platform/aws-error.ts";
import type { Place, ServiceHost } from "../service.ts";
import type { SigningKey } from "../signature/sign-request.ts";
import { apiGateway } from "./call-function.ts";

export interface KeyFor {
  readonly at: Place;
  /** The integration's role. */
  readonly role: string | undefined;
  /** Of the method or route, which the role's policy may ask for. */
  readonly sourceArn: string;
}

/**
 * What requests of an integration with an AWS service are signed with: the session of its role. Without a role AWS lets nobody in; in `open` mode the account itself
 * asks, and it is said. Throws where the role cannot be assumed.
 */
export async function integrationKey(host: ServiceHost, { at, role, sourceArn }: KeyFor): Promise<SigningKey> {
  try {
    if (!role) throw new Error("the integration has no credentials");
    const { credentials } = await host.sessions.get({
      account: at.account,
      region: at.region,
      role,
      sessionName: "BackplaneAssumeRoleSession",
      service: apiGateway,
      sourceArn,
    });
    return credentials;
  } catch (error) {
    if (host.config.auth === "enforce" || !(error instanceof Error) || isNamed(error, "InternalFailure")) throw error;
    host.log.warn(`would be denied on AWS: the role of an integration could not be assumed: ${error.message}`);
    return { accessKeyId: at.account, secretAccessKey: "test", sessionToken: undefined };
  }
}
