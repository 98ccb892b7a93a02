import { AwsError } from "../../../platform/aws-error.ts";
import type { RequestHead } from "../../../platform/request-head.ts";
import type { Level, MethodsOf } from "../../../platform/rest-habits.ts";

/**
 * Which sub-resource a request to S3 is for (`?acl`, `?uploadId=…`); undefined for the bucket or object itself. Every query key that S3
 * knows chooses, or the request is refused here: one that chose nothing would read, overwrite or delete the whole thing instead of the part of
 * it that was meant. Names count by case, values not at all, and keys that S3 doesn't know are ignored, as on AWS. Throws MethodNotAllowed,
 * InvalidArgument, InvalidRequest, PreconditionFailed and BadRequest. Sources: "Amazon S3 REST API", each operation's request syntax, and
 * the answers of S3 itself; decision 23 says where this is stricter.
 */
export function findSubResource(head: RequestHead, level: Level, methodsOf: MethodsOf): string | undefined {
  const { method } = head;
  if (!methods.has(method)) throw badRequest("An error occurred when parsing the HTTP request.");
  if (method === "OPTIONS") throw notPreflight(head);
  if (level === "service" || head.query.length === 0) checkPlainMethod(head, level);
  if (head.query.length === 0) return undefined;
  const names = namesIn(head, level);
  if (names.length > 1) {
    throw invalidArgument(`Conflicting query string parameters: ${names.join(", ")}`, "ResourceType", names[0]);
  }
  const [name] = names;
  checkVersion(head, level, name);
  if (name === undefined) {
    checkPlainMethod(head, level);
    return undefined;
  }
  const website = firstValue(head, "website");
  if (website) throw invalidArgument("The website parameter must not have a value", "website", website);
  const refusal = refusals[`${level} ${method} ${name}`] ?? refusals[`${level} * ${name}`];
  if (refusal) throw refusal(head);
  if (!methodsOf(level, name).has(method)) {
    throw methodNotAllowed(method, level === "service" ? "SERVICE" : typeOf(name, level), methodsOf(level, name));
  }
  return name;
}

/** The sub-resources named, each once, in the order in which S3 tells them. */
function namesIn({ query, method }: RequestHead, level: Level): readonly string[] {
  if (!query.some(([name]) => choosingNames.has(name))) return none;
  const names = new Set(query.map(([name]) => name).filter((name) => choosingNames.has(name)));
  if (names.has("annotation")) names.delete("annotationName");
  // Of an object one reads a part by its number alone.
  if (names.size === 1 && level === "object" && (method === "GET" || method === "HEAD")) names.delete("partNumber");
  if (names.has("uploadId") && names.has("partNumber")) {
    names.delete("uploadId");
    names.delete("partNumber");
    names.add("PART");
  }
  return [...names].sort();
}

const none: readonly string[] = [];

/** The methods S3 defines anything for. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]);

const plainMethods: Readonly<Record<Level, ReadonlySet<string>>> = {
  service: new Set(["GET"]),
  bucket: new Set(["HEAD", "DELETE", "POST", "GET", "PUT"]),
  object: new Set(["HEAD", "DELETE", "GET", "PUT"]),
};

function checkPlainMethod({ method }: RequestHead, level: Level): void {
  if (!plainMethods[level].has(method)) throw methodNotAllowed(method, level.toUpperCase(), plainMethods[level]);
  if (level !== "bucket" || method !== "POST") return;
  throw new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    status: 412,
    fields: { Condition: "Bucket POST must be of the enclosure-type multipart/form-data" },
  });
}

/** A literal of the path's query, or the parameters that only this operation has; `PART` stands for `partNumber` beside `uploadId`. */
export function subResourceOf(literals: readonly string[], parameters: ReadonlySet<string>): string | undefined {
  const literal = literals.find((name) => subResourceNames.has(name));
  if (literal !== undefined || !parameters.has("uploadId")) return literal;
  return parameters.has("partNumber") ? "PART" : "uploadId";
}

/** Throws for a version that is asked of an operation which has none. */
export function checkTakesVersion({ query }: RequestHead, level: Level, parameters: ReadonlySet<string>): void {
  if (level !== "object" || query.length === 0 || parameters.has("versionId")) return;
  const version = query.find(([name]) => name === "versionId")?.[1];
  if (version !== undefined) throw versionNotAccepted(version);
}

/** A bucket has no versions; what is done to an object's says so by having the parameter, which is looked at once the operation is found. */
function checkVersion(head: RequestHead, level: Level, name: string | undefined): void {
  const isForm = head.method === "POST" && name === undefined;
  if (level !== "bucket" || isForm) return;
  const value = firstValue(head, "versionId");
  if (value !== undefined) throw versionNotAccepted(value);
}

function versionNotAccepted(value: string): AwsError {
  return invalidArgument("This operation does not accept a version-id.", "versionId", value);
}

/** The first value counts. */
function firstValue({ query }: RequestHead, name: string): string | undefined {
  return query.find((pair) => pair[0] === name)?.[1];
}

/** What is refused in words of its own, by level, method (or `*`) and name. */
const refusals: Readonly<Record<string, (head: RequestHead) => AwsError>> = {
  "bucket * partNumber": () => invalidRequest("Object must have a valid key name."),
  "bucket GET uploadId": () => invalidRequest("A key must be specified"),
  "bucket POST uploadId": () => invalidRequest("A key must be specified"),
  "bucket DELETE uploadId": () => invalidRequest("A key must be specified"),
  "bucket POST restore": () => new AwsError("UserKeyMustBeSpecified", "User key must be specified.", { status: 400 }),
  "object * partNumber": (head) =>
    invalidArgument(
      "This operation does not accept partNumber without uploadId",
      "partNumber",
      firstValue(head, "partNumber"),
    ),
  "bucket * annotationName": () => unexpectedParameter("annotationName"),
  "object * annotationName": () => unexpectedParameter("annotationName"),
  "object GET uploads": () => invalidRequest("Key is not expected for the GET method ?uploads subresource"),
  "object GET versions": () => invalidRequest("There is no such thing as the ?versions sub-resource for a key"),
  "object GET logging": () =>
    new AwsError("NoLoggingStatusForKey", "There is no such thing as the ?logging sub-resource for a key", {
      status: 400,
    }),
};

function unexpectedParameter(name: string): AwsError {
  return invalidArgument("Unexpected query string parameter", "ResourceType", name);
}

function typeOf(name: string, level: Level): string {
  const [own, other] = level === "object" ? [ofObjects, ofBuckets] : [ofBuckets, ofObjects];
  return own[name] ?? other[name] ?? name.toUpperCase();
}

/** By the names that S3's refusals and access logs give them. */
const ofBuckets: Readonly<Record<string, string>> = {
  abac: "BUCKET_ABAC",
  accelerate: "ACCELERATE",
  acl: "ACL",
  analytics: "ANALYTICS",
  cors: "CORS",
  delete: "MULTI_OBJECT_DELETE",
  encryption: "ENCRYPTION",
  "intelligent-tiering": "INTELLIGENT_TIERING",
  inventory: "INVENTORY",
  lifecycle: "LIFECYCLE",
  location: "LOCATION",
  logging: "LOGGING_STATUS",
  metadataAnnotationTable: "BUCKET_METADATA_ANNOTATION_TABLE_CONFIGURATION",
  metadataConfiguration: "BUCKET_METADATA_CONFIGURATION",
  metadataInventoryTable: "BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION",
  metadataJournalTable: "BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION",
  metadataTable: "BUCKET_METADATA_TABLE_CONFIGURATION",
  metrics: "METRICS",
  notification: "NOTIFICATION",
  "object-lock": "OBJECT_LOCK_CONFIGURATION",
  ownershipControls: "OWNERSHIP_CONTROLS",
  policy: "BUCKETPOLICY",
  policyStatus: "POLICY_STATUS",
  publicAccessBlock: "PUBLIC_ACCESS_BLOCK",
  replication: "REPLICATION",
  requestPayment: "REQUEST_PAYMENT",
  session: "SESSION",
  tagging: "TAGGING",
  uploads: "UPLOADS",
  versioning: "VERSIONING",
  versions: "BUCKETVERSIONS",
  website: "WEBSITE",
};

const ofObjects: Readonly<Record<string, string>> = {
  acl: "ACL",
  annotation: "OBJECT_ANNOTATIONS",
  attributes: "OBJECT_ATTRIBUTES",
  encryption: "OBJECT_ENCRYPTION",
  "legal-hold": "OBJECT_LOCK_LEGALHOLD",
  renameObject: "OBJECT",
  restore: "RESTORE",
  retention: "OBJECT_LOCK_RETENTION",
  select: "SELECT",
  tagging: "OBJECT_TAGGING",
  torrent: "TORRENT",
  uploadId: "UPLOAD",
  uploads: "UPLOADS",
};

/** Every name that chooses a sub-resource at some level. */
export const subResourceNames: ReadonlySet<string> = new Set([...Object.keys(ofBuckets), ...Object.keys(ofObjects)]);

/** And what does nothing without one of them: whatever of a query says what is done to which part of what. */
export const choosingNames: ReadonlySet<string> = new Set([...subResourceNames, "partNumber", "annotationName"]);

/** S3 names the methods that would do in this order. Where none would, there is no such header. */
const allowOrder = ["HEAD", "DELETE", "POST", "GET", "PUT"];

export function methodNotAllowed(method: string, ResourceType: string, allowed: ReadonlySet<string>): AwsError {
  const allow = allowOrder.filter((each) => allowed.has(each)).join(", ");
  return new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", {
    status: 405,
    fields: { Method: method, ResourceType },
    headers: allow === "" ? {} : { Allow: allow },
  });
}

/** A browser's preflight names the method it asks for and is answered before; what comes here is no preflight. */
function notPreflight({ headers }: RequestHead): AwsError {
  // What S3 says of CORS it sends in chunks, and says no more on a connection whose browser is none.
  if (!headers.origin) {
    return new AwsError("BadRequest", "Insufficient information. Origin request header needed.", {
      status: 400,
      headers: { "Transfer-Encoding": "chunked", Connection: "close" },
    });
  }
  const asked = headers["access-control-request-method"];
  if (asked && !methods.has(asked)) return badRequest(`Invalid Access-Control-Request-Method: ${asked}`);
  return new AwsError("AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.", {
    status: 403,
    fields: { Method: asked || "OPTIONS", ResourceType: "BUCKET" },
  });
}

function invalidArgument(message: string, ArgumentName: string, ArgumentValue: string | undefined): AwsError {
  return new AwsError("InvalidArgument", message, { status: 400, fields: { ArgumentName, ArgumentValue } });
}

function invalidRequest(message: string): AwsError {
  return new AwsError("InvalidRequest", message, { status: 400 });
}

function badRequest(message: string): AwsError {
  return new AwsError("BadRequest", message, { status: 400 });
}
