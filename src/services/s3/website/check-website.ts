import type { RoutingRule, WebsiteConfiguration } from "@aws-sdk/client-s3";
import { invalidArgument, invalidRequest, malformedXml } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws InvalidArgument, InvalidRequest and MalformedXML. Source: "PutBucketWebsite". */
export function checkWebsite(configuration: WebsiteConfiguration): void {
  const { RedirectAllRequestsTo: everything, IndexDocument, ErrorDocument, RoutingRules } = configuration;
  if (everything) {
    if (IndexDocument ?? ErrorDocument ?? RoutingRules) {
      throw invalidArgument(
        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
        "RedirectAllRequestsTo",
        "not null",
      );
    }
    if (!everything.HostName) throw malformedXml();
    checkProtocol(everything.Protocol);
    return;
  }
  if (!IndexDocument) {
    throw invalidArgument(
      "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
      "IndexDocument",
      "null",
    );
  }
  const { Suffix: suffix } = IndexDocument;
  if (!suffix || suffix.includes("/")) {
    throw invalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix ?? "");
  }
  if (ErrorDocument && !ErrorDocument.Key) throw malformedXml();
  if (RoutingRules) checkRules(RoutingRules);
}

function checkRules(rules: readonly RoutingRule[]): void {
  if (rules.length === 0) throw malformedXml();
  if (rules.length > limits.routingRules) {
    throw invalidRequest(
      `${rules.length} routing rules provided, the number of routing rules in a website configuration is limited to ${limits.routingRules}.`,
    );
  }
  for (const { Condition: condition, Redirect: redirect } of rules) {
    if (!redirect) throw malformedXml();
    if (redirect.ReplaceKeyPrefixWith !== undefined && redirect.ReplaceKeyWith !== undefined) {
      throw invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
    }
    if (condition && (condition.KeyPrefixEquals ?? condition.HttpErrorCodeReturnedEquals) === undefined) {
      throw invalidRequest(
        "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
      );
    }
    checkProtocol(redirect.Protocol);
    checkStatus(redirect.HttpRedirectCode, /^3(?!0[046])\d\d$/, "redirect", "3XX except 300");
    checkStatus(condition?.HttpErrorCodeReturnedEquals, /^[45]\d\d$/, "error", "4XX or 5XX");
  }
}

function checkProtocol(protocol: string | undefined): void {
  if (protocol === undefined || protocol === "http" || protocol === "https") return;
  throw invalidRequest(
    "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
  );
}

function checkStatus(status: string | undefined, form: RegExp, kind: string, range: string): void {
  if (status === undefined || form.test(status)) return;
  throw invalidRequest(`The provided HTTP ${kind} code (${status}) is not valid. Valid codes are ${range}.`);
}
