import type { CORSRule } from "@aws-sdk/client-s3";
import { invalidRequest, malformedXml } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidRequest or MalformedXML. Source: "PutBucketCors" and "Elements of a CORS configuration". */
export function checkCors(rules: readonly CORSRule[]): void {
  if (rules.length === 0 || rules.length > limits.corsRules) throw malformedXml();
  for (const { AllowedMethods, AllowedOrigins, AllowedHeaders, ExposeHeaders } of rules) {
    if (!AllowedMethods?.length || !AllowedOrigins?.length) throw malformedXml();
    const method = AllowedMethods.find((each) => !methods.has(each));
    if (method !== undefined) {
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
    }
    checkWildcards(AllowedOrigins, "AllowedOrigin");
    checkWildcards(AllowedHeaders ?? [], "AllowedHeader");
    const exposed = ExposeHeaders?.find((each) => each.includes("*"));
    if (exposed !== undefined) {
      throw invalidRequest(
        `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
      );
    }
  }
}

const methods: ReadonlySet<string> = new Set(["GET", "PUT", "HEAD", "POST", "DELETE"]);

function checkWildcards(values: readonly string[], element: string): void {
  const wrong = values.find((value) => value.split("*").length > 2);
  if (wrong !== undefined) throw invalidRequest(`${element} "${wrong}" can not have more than one wildcard.`);
}
