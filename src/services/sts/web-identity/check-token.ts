import { parseArn } from "../../../platform/arn.ts";
import { fail, isNamed } from "../../../platform/aws-error.ts";
import { rootPrincipal } from "../../principal.ts";
import { isSignedBy } from "../../web-token/web-token.ts";
import { expiredToken, idpCommunicationError, invalidIdentityToken } from "../errors.ts";
import type { StsContext } from "../operation.ts";
import type { IdentityToken, WebClaims } from "./identity-token.ts";

/** A token that its provider, known to the role's account, vouches for. */
export interface CheckedToken {
  readonly providerArn: string;
  /** The issuer without its scheme, as condition keys begin: `token.example.com:sub`. */
  readonly providerName: string;
  readonly audience: string;
  readonly claims: WebClaims;
}

/**
 * Checks a token as AWS does: the account knows the issuer, the audience is one of its clients, the time has not passed, and one of
 * the issuer's published keys signed it. In `open` mode the signature is not checked, as no signature is: so tokens made up
 * for a test work, and nothing is fetched.
 */
export async function checkToken(token: IdentityToken, roleArn: string, context: StsContext): Promise<CheckedToken> {
  const { claims } = token;
  const { host, state } = context;
  const providerName = claims.iss.replace(/^https?:\/\//, "").replace(/\/$/, "");
  const { partition = "aws", account = context.account } = parseArn(roleArn) ?? {};
  const providerArn = `arn:${partition}:iam::${account}:oidc-provider/${providerName}`;
  const clientIds = await readClientIds(providerArn, account, claims.iss, context);
  const audiences = [claims.aud].flat();
  // A token with an authorized party is for that party. Source: "Available keys for AWS OIDC federation".
  const audience = claims.azp ?? audiences.find((each) => clientIds.includes(each)) ?? "";
  if (!clientIds.includes(audience)) throw invalidIdentityToken("Incorrect token audience");
  const nowSeconds = Math.floor(host.clock.nowMs() / 1_000);
  if (claims.exp <= nowSeconds) throw expiredToken(nowSeconds, claims.exp);
  if (host.config.auth === "open") return { providerArn, providerName, audience, claims };
  // AWS has one answer for whatever fails on the way.
  const isSigned = await state.issuerKeys
    .some(claims.iss, (keys) => isSignedBy(token, keys, ["RS", "PS", "ES"]))
    .catch(() => fail(idpCommunicationError()));
  if (!isSigned)
    throw invalidIdentityToken("Couldn't verify the token's signature with the keys of your identity provider");
  return { providerArn, providerName, audience, claims };
}

async function readClientIds(
  OpenIDConnectProviderArn: string,
  account: string,
  issuer: string,
  context: StsContext,
): Promise<readonly string[]> {
  try {
    const as = { account, principal: rootPrincipal(account) };
    const provider = await context.call("iam", "GetOpenIDConnectProvider", { OpenIDConnectProviderArn }, as);
    return provider.ClientIDList ?? [];
  } catch (error) {
    if (!isNamed(error, "NoSuchEntityException")) throw error;
    throw invalidIdentityToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
}
