import type { CodeSigningConfig } from "@aws-sdk/client-lambda";
import { toLastModified } from "../functions/to-configuration.ts";

/** Whose signatures are trusted, and what becomes of a package without one, as it is stored. */
export interface SigningConfig {
  readonly account: string;
  readonly region: string;
  /** `csc-` and 17 characters. */
  readonly id: string;
  readonly description: string;
  readonly publishers: readonly string[];
  readonly untrusted: "Warn" | "Enforce";
  readonly lastModifiedMs: number;
}

export function signingConfigArn({ account, region, id }: Pick<SigningConfig, "account" | "region" | "id">): string {
  return `arn:aws:lambda:${region}:${account}:code-signing-config:${id}`;
}

/** The answer's form. Source: API reference, "CodeSigningConfig". */
export function toSigningConfig(config: SigningConfig): CodeSigningConfig {
  return {
    CodeSigningConfigId: config.id,
    CodeSigningConfigArn: signingConfigArn(config),
    Description: config.description,
    AllowedPublishers: { SigningProfileVersionArns: [...config.publishers] },
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: config.untrusted },
    LastModified: toLastModified(config.lastModifiedMs),
  };
}
