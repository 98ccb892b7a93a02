import { alphabets, type Random } from "../../../platform/random.ts";

/** Source: "IAM identifiers", "Understanding unique ID prefixes". */
const prefixes = {
  role: "AROA",
  user: "AIDA",
  group: "AGPA",
  policy: "ANPA",
  instanceProfile: "AIPA",
  serverCertificate: "ASCA",
  sshKey: "APKA",
  serviceCredential: "ACCA",
} as const;

export function createEntityId(kind: keyof typeof prefixes, random: Random): string {
  return prefixes[kind] + random.text(17, alphabets.base32);
}
