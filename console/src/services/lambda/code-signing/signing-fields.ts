import type { CodeSigningConfig } from "@aws-sdk/client-lambda";
import { linesOf, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";

const profilePattern = /^arn:aws[\w-]*:signer:[a-z0-9-]+:\d{12}:\/signing-profiles\/\w+\/\w+$/;

/** Whose signatures are trusted, and what becomes of a package without one. */
export const signingFields: readonly FieldDescription[] = [
  {
    name: "description",
    label: "Description",
    problem: (text) => (text.length > 256 ? "A description can have up to 256 characters." : undefined),
  },
  {
    name: "publishers",
    label: "Signing profile version ARNs",
    kind: "area",
    description: "A line each: packages signed with one of these profiles are trusted.",
    constraint: "arn:aws:signer:us-east-1:123456789012:/signing-profiles/MyProfile/abcdef1234",
    required: "Enter the ARN of a signing profile's version.",
    problem: (text) => {
      const lines = linesOf(text);
      if (lines.length > 20) return "A configuration can have up to 20 profiles.";
      const wrong = lines.find((line) => !profilePattern.test(line));
      return wrong === undefined ? undefined : `${wrong} is no ARN of a signing profile's version.`;
    },
  },
  {
    name: "policy",
    label: "Signature validation policy",
    kind: "radio",
    options: [
      { value: "Warn", label: "Warn", description: "An untrusted package is deployed, and CloudWatch counts it." },
      { value: "Enforce", label: "Enforce", description: "An untrusted package is refused." },
    ],
  },
];

export const newSigning: Values = { description: "", publishers: "", policy: "Warn" };

export function toSigningValues(config: CodeSigningConfig): Values {
  return {
    description: config.Description ?? "",
    publishers: (config.AllowedPublishers?.SigningProfileVersionArns ?? []).join("\n"),
    policy: config.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? "Warn",
  };
}

/** What CreateCodeSigningConfig and UpdateCodeSigningConfig take. */
export function toSigningInput({ description, publishers, policy }: Values) {
  return {
    Description: description ?? "",
    AllowedPublishers: { SigningProfileVersionArns: linesOf(publishers) },
    CodeSigningPolicies: {
      UntrustedArtifactOnDeployment: policy === "Enforce" ? ("Enforce" as const) : ("Warn" as const),
    },
  };
}
