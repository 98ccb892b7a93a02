import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { CreateFunctionCommand, CreateFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetFederationTokenCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import {
  type HandSigned,
  type RawAnswer,
  type SigningKey,
  type SigningOptions,
  sendRaw,
  sha256,
  signingKey,
  signV4,
  timestampOf,
  unsigned,
} from "../support/hand-signed.ts";
import { labRole } from "../support/lab.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const emptyHash = sha256("");
const notSigned = "There were headers present in the request which were not signed";
const oneMechanism = /^Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter/;
type Edit = (request: HandSigned) => void;
type Expected = readonly [status: number, code: string, message?: string | RegExp];

const header =
  (name: string, value: string | undefined): Edit =>
  ({ headers }) => {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  };
const authorization =
  (pattern: string | RegExp, replacement: string): Edit =>
  ({ headers }) => {
    headers.authorization = (headers.authorization ?? "").replace(pattern, replacement);
  };
const query =
  (name: string, value: string | undefined): Edit =>
  (request) => {
    request.query = request.query.flatMap(([each, old]) =>
      each !== name ? [[each, old]] : value === undefined ? [] : [[each, value]],
    );
  };
const addQuery =
  (name: string, value: string): Edit =>
  (request) => {
    request.query.push([name, value]);
  };

function isRefused(answer: RawAnswer, [status, code, message]: Expected, name: string): void {
  assert.deepEqual([answer.status, answer.code], [status, code], `${name}: ${answer.text}`);
  if (typeof message === "string") assert.equal(answer.message, message, name);
  else if (message) assert.match(answer.message ?? "", message, name);
}

describe("signatures that sign too little, with --auth enforce", () => {
  let squall: TestSquall;
  let root: SigningKey;
  let s3: S3Client;
  let host: string;
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    s3 = squall.client(S3Client, { forcePathStyle: true, credentials: root });
    await s3.send(new CreateBucketCommand({ Bucket: "guarded" }));
    await s3.send(new PutObjectCommand({ Bucket: "guarded", Key: "secret", Body: "secret" }));
    host = new URL(squall.endpoint).host;
  });
  after(() => squall.close());

  const send = (request: HandSigned) => sendRaw(squall.endpoint, request);
  const sign = (from: Partial<HandSigned>, options: Partial<SigningOptions> = {}, key = root) =>
    signV4(unsigned(host, from), key, { service: "s3", ...options });
  const read = { path: "/guarded/secret" };
  const isThere = (Key: string) =>
    s3.send(new HeadObjectCommand({ Bucket: "guarded", Key })).then(
      () => true,
      () => false,
    );

  describe("in S3's header", () => {
    const malformed = (detail: string): Expected => [
      400,
      "AuthorizationHeaderMalformed",
      `The authorization header is malformed; ${detail}`,
    ];
    const components = malformed(
      "the authorization header requires three components: Credential, SignedHeaders, and Signature.",
    );
    const noDate: Expected = [403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header"];
    const cases: readonly (readonly [string, Edit, Expected])[] = [
      ["an added x-amz header", header("x-amz-meta-a", "1"), [403, "AccessDenied", notSigned]],
      ["an added copy source", header("x-amz-copy-source", "/guarded/secret"), [403, "AccessDenied", notSigned]],
      ["an added session token", header("x-amz-security-token", "x"), [403, "AccessDenied", notSigned]],
      ["an added Content-MD5", header("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="), [403, "AccessDenied", notSigned]],
      ["host unsigned", authorization("SignedHeaders=host;", "SignedHeaders="), [403, "AccessDenied", notSigned]],
      ["the date unsigned", authorization(";x-amz-date", ""), [403, "AccessDenied", notSigned]],
      ["no Credential", authorization(/Credential=\S+ /, ""), components],
      ["no SignedHeaders", authorization(/SignedHeaders=\S+ /, ""), components],
      ["no Signature", authorization(/, Signature=.*/, ""), components],
      [
        "a credential of four parts",
        authorization("/us-east-1/", "/"),
        malformed('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'),
      ],
      [
        "no key",
        authorization(/Credential=[^/]+/, "Credential="),
        malformed("a non-empty Access Key (AKID) must be provided in the credential."),
      ],
      [
        "a date that is none",
        authorization(/\/\d{8}\//, "/2013052/"),
        malformed('incorrect date format "2013052". This date in the credential must be in the format "yyyyMMdd".'),
      ],
      [
        "another day",
        authorization(/\/\d{8}\//, "/20130523/"),
        [400, "AuthorizationHeaderMalformed", /Invalid credential date "20130523"/],
      ],
      [
        "another service",
        authorization("/s3/", "/sts/"),
        malformed('incorrect service "sts". This endpoint belongs to "s3".'),
      ],
      [
        "no service of AWS's",
        authorization("/s3/", "/bogus/"),
        malformed('incorrect service "bogus". This endpoint belongs to "s3".'),
      ],
      [
        "another terminator",
        authorization("aws4_request", "aws4"),
        malformed('incorrect terminal "aws4". This endpoint uses "aws4_request".'),
      ],
      [
        "an empty region",
        authorization("/us-east-1/", "//"),
        malformed("a non-empty region must be provided in the credential."),
      ],
      ["another region", authorization("/us-east-1/", "/eu-west-1/"), [403, "SignatureDoesNotMatch"]],
      [
        "no hash",
        header("x-amz-content-sha256", undefined),
        [400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256"],
      ],
      [
        "a hash that is none",
        header("x-amz-content-sha256", emptyHash.slice(1)),
        [400, "InvalidArgument", /^x-amz-content-sha256 must be UNSIGNED-PAYLOAD, /],
      ],
      ["no date", header("x-amz-date", undefined), noDate],
      ["a date in another format", header("x-amz-date", "2013-05-24T00:00:00Z"), noDate],
      ["an unknown key", authorization(/Credential=[^/]+/, "Credential=AKIAUNKNOWN"), [403, "InvalidAccessKeyId"]],
      ["Bearer", header("authorization", "Bearer token"), [400, "InvalidArgument", "Unsupported Authorization Type"]],
      ["a scheme alone", header("authorization", "AWS4-HMAC-SHA256"), [400, "InvalidArgument", /one and only one ' '/]],
      [
        "half of version 2",
        header("authorization", "AWS key"),
        [400, "InvalidArgument", /Expected AwsAccessKeyId:signature/],
      ],
      ["two mechanisms", addQuery("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), [400, "InvalidArgument", oneMechanism]],
      ["version 2 beside it", addQuery("Signature", "x"), [400, "InvalidArgument", oneMechanism]],
      ["another query", addQuery("versionId", "null"), [403, "SignatureDoesNotMatch"]],
      [
        "no signature's digits",
        authorization(/Signature=.*/, `Signature=${"g".repeat(64)}`),
        [403, "SignatureDoesNotMatch"],
      ],
      ["more behind the signature", authorization(/$/, "zz"), [403, "SignatureDoesNotMatch"]],
      ["half a signature", authorization(/.{32}$/, ""), [403, "SignatureDoesNotMatch"]],
    ];
    it("refuses what AWS refuses, in AWS's words", async () => {
      assert.equal((await send(sign(read))).text, "secret");
      for (const [name, edit, expected] of cases) {
        const request = sign(read);
        edit(request);
        isRefused(await send(request), expected, name);
      }
    });

    it("names the headers that were added, and the texts that it signed", async () => {
      const request = sign(read);
      request.headers["x-amz-b"] = request.headers["x-amz-a"] = "1";
      assert.match((await send(request)).text, /<HeadersNotSigned>x-amz-a, x-amz-b<\/HeadersNotSigned>/);
      const other = await send(sign(read, {}, { ...root, secretAccessKey: "other" }));
      for (const field of [
        "AWSAccessKeyId",
        "StringToSign",
        "SignatureProvided",
        "StringToSignBytes",
        "CanonicalRequest",
        "CanonicalRequestBytes",
      ]) {
        assert.match(other.text, new RegExp(`<${field}>[^<]`));
      }
      const skewed = await send(sign(read, { date: new Date(Date.now() - 16 * 60_000) }));
      isRefused(skewed, [403, "RequestTimeTooSkewed"], "skewed");
      assert.match(skewed.text, /<MaxAllowedSkewMilliseconds>900000<\/MaxAllowedSkewMilliseconds>/);
    });

    it("lets pass unsigned what AWS lets pass, and reads a path in one way", async () => {
      const ranged = sign(read);
      Object.assign(ranged.headers, { range: "bytes=0-1", "x-amzn-trace-id": "Root=1-0-0" });
      assert.equal((await send(ranged)).text, "se");
      for (const path of ["/guarded/a%20b%2Bc~d", "/guarded//x/../y", "/guarded/%C3%A9"]) {
        assert.equal((await send(sign({ method: "PUT", path, body: "x" }))).status, 200, path);
      }
      for (const path of ["/guarded/./secret", "/guarded//secret", "/guarded/a/../secret"]) {
        const moved = sign(read);
        moved.path = path;
        isRefused(await send(moved), [403, "SignatureDoesNotMatch"], path);
      }
      // An encoded slash is signed as one; it does not part a bucket's name from a key.
      const encoded = sign(read);
      encoded.path = "/guarded%2Fsecret";
      assert.notEqual((await send(encoded)).text, "secret");
    });
  });

  describe("in S3's query", () => {
    const parameters = (message: string | RegExp): Expected => [400, "AuthorizationQueryParametersError", message];
    const required = parameters(/^Query-string authentication version 4 requires the X-Amz-Algorithm, /);
    const cases: readonly (readonly [string, Edit, Expected])[] = [
      ...["Algorithm", "Credential", "Signature", "Date", "SignedHeaders", "Expires"].flatMap(
        (name): (readonly [string, Edit, Expected])[] => [
          [`no ${name}`, query(`X-Amz-${name}`, undefined), required],
          [`two ${name}`, addQuery(`x-amz-${name.toLowerCase()}`, "x"), required],
        ],
      ),
      ["an added copy source", header("x-amz-copy-source", "/guarded/secret"), [403, "AccessDenied", notSigned]],
      ["an added ACL", header("x-amz-acl", "public-read"), [403, "AccessDenied", notSigned]],
      ["an added date", header("x-amz-date", timestampOf(new Date())), [403, "AccessDenied", notSigned]],
      ["another hash", header("x-amz-content-sha256", emptyHash), [403, "SignatureDoesNotMatch"]],
      ["framing", header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), [403, "SignatureDoesNotMatch"]],
      ["another algorithm", query("X-Amz-Algorithm", "AWS4-HMAC-SHA1"), parameters(/^X-Amz-Algorithm only supports/)],
      [
        "a date in another format",
        query("X-Amz-Date", "2013-05-24"),
        parameters(/^X-Amz-Date must be in the ISO8601 Long Format/),
      ],
      ["an hour", query("X-Amz-Expires", "1h"), parameters("X-Amz-Expires should be a number")],
      ["a negative time", query("X-Amz-Expires", "-1"), parameters("X-Amz-Expires must be non-negative")],
      ["eight days", query("X-Amz-Expires", "604801"), parameters(/must be less than a week/)],
      ["a longer time", query("X-Amz-Expires", "61"), [403, "SignatureDoesNotMatch"]],
      [
        "another service",
        ({ query: pairs }) => {
          for (const pair of pairs) if (pair[0] === "X-Amz-Credential") pair[1] = pair[1].replace("/s3/", "/sts/");
        },
        parameters(
          'Error parsing the X-Amz-Credential parameter; incorrect service "sts". This endpoint belongs to "s3".',
        ),
      ],
      ["host unsigned", query("X-Amz-SignedHeaders", "range"), [403, "AccessDenied", notSigned]],
      ["a second mechanism", header("authorization", "AWS4-HMAC-SHA256 a"), [400, "InvalidArgument", oneMechanism]],
      ["an added parameter", addQuery("x-amz-acl", "public-read"), [403, "SignatureDoesNotMatch"]],
    ];
    it("refuses what AWS refuses, in AWS's words", async () => {
      const put = { method: "PUT", path: "/guarded/put", body: "x" };
      for (const [name, edit, expected] of cases) {
        const request = sign(put, { expires: 60 });
        edit(request);
        isRefused(await send(request), expected, name);
      }
      assert.equal(await isThere("put"), false);
      assert.equal((await send(sign(put, { expires: 60 }))).status, 200);
      const old = await send(sign(read, { expires: 60, date: new Date(Date.now() - 120_000) }));
      isRefused(old, [403, "AccessDenied", "Request has expired"], "old");
      assert.match(old.text, /<X-Amz-Expires>60<\/X-Amz-Expires><Expires>20.*<\/Expires><ServerTime>20/);
      const early = sign(read, { expires: 60, date: new Date(Date.now() + 16 * 60_000) });
      isRefused(await send(early), [403, "AccessDenied", "Request is not yet valid"], "early");
    });

    it("takes signed headers, and such as stand in the query", async () => {
      const signed = sign({ method: "PUT", path: "/guarded/meta", headers: { "x-amz-meta-a": "1" } }, { expires: 60 });
      assert.equal((await send(signed)).status, 200);
      const hoisted = sign(
        { method: "PUT", path: "/guarded/hoisted", query: [["x-amz-meta-a", "2"]] },
        { expires: 60 },
      );
      assert.equal((await send(hoisted)).status, 200);
      const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: "guarded", Key: "hoisted" }));
      assert.deepEqual(Metadata, { a: "2" });
    });
  });

  it("a URL for another region than the bucket's is told the right one, as AWS tells it", async () => {
    for (const LocationConstraint of ["eu-west-1", "eu-central-1"] as const) {
      await s3.send(
        new CreateBucketCommand({ Bucket: LocationConstraint, CreateBucketConfiguration: { LocationConstraint } }),
      );
      const url = await send(sign({ path: `/${LocationConstraint}` }, { expires: 60 }));
      isRefused(
        url,
        [
          400,
          "AuthorizationQueryParametersError",
          `Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting '${LocationConstraint}'`,
        ],
        "URL",
      );
      assert.match(url.text, new RegExp(`<Region>${LocationConstraint}</Region>`));
      isRefused(await send(sign({ path: `/${LocationConstraint}` })), [301, "PermanentRedirect"], "header");
      const right = { region: LocationConstraint };
      assert.equal((await send(sign({ path: `/${LocationConstraint}` }, { ...right, expires: 60 }))).status, 200);
      assert.equal((await send(sign({ path: `/${LocationConstraint}` }, right))).status, 200);
    }
  });

  it("a header that comes several times is read as it was signed", async () => {
    const request = sign({ method: "PUT", path: "/guarded/several", headers: { "x-amz-meta-a": "1,2" } });
    Object.assign(request.headers, { "x-amz-meta-a": ["1", "2"] });
    assert.equal((await send(request)).status, 200);
    Object.assign(request.headers, { "x-amz-meta-a": ["2", "1"] });
    isRefused(await send(request), [403, "SignatureDoesNotMatch"], "order");
    Object.assign(request.headers, { "x-amz-meta-a": ["1", "2", "3"] });
    isRefused(await send(request), [403, "SignatureDoesNotMatch"], "more");
  });

  it("a service's stream may come without a signature, as the SDKs send a snapshot's blocks, and no other body", async () => {
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const options = { service: "ebs", hash: "UNSIGNED-PAYLOAD" };
    const path = "/snapshots/snap-0123456789abcdef0/blocks/0";
    const block = sign({ method: "PUT", path, headers, body: "block" }, options);
    // Whoever signed it is known: it is the block that is found wanting.
    assert.doesNotMatch((await send(block)).text, /signature/i);
    const forged = { ...block, headers: { ...block.headers, "x-amz-data-length": "5" } };
    assert.match((await send(forged)).text, /must be a .SignedHeader./);
    const start = sign({ method: "POST", path: "/snapshots", headers, body: '{"VolumeSize":1}' }, options);
    assert.match((await send(start)).text, /signature/i);
  });

  describe("in a browser's form", () => {
    const day = () => timestampOf(new Date()).slice(0, 8);
    const scope = (region = "us-east-1", service = "s3") =>
      `${root.accessKeyId}/${day()}/${region}/${service}/aws4_request`;
    const post = async (fields: Record<string, string>, more: unknown[] = []) => {
      const names = Object.entries(fields).filter(([name]) => !/^(?:signature|awsaccesskeyid)$/i.test(name));
      const conditions = [{ bucket: "guarded" }, ...names.map(([name, value]) => ({ [name]: value })), ...more];
      const expiration = new Date(Date.now() + 60_000).toISOString();
      const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");
      const key = signingKey(root.secretAccessKey, day(), "us-east-1", "s3");
      const signature = createHmac("sha256", key).update(policy).digest("hex");
      const form = new FormData();
      for (const [name, value] of Object.entries({ policy, "x-amz-signature": signature, ...fields })) {
        if (value !== "none") form.set(name, value);
      }
      form.set("file", new Blob(["x"]), "a");
      const answer = await fetch(`${squall.endpoint}/guarded`, { method: "POST", body: form });
      return toAnswer(answer.status, await answer.text());
    };
    const toAnswer = (status: number, text: string) => ({
      status,
      text,
      headers: {},
      code: /<Code>(.*?)</.exec(text)?.[1],
      message: /<Message>(.*?)</.exec(text)?.[1],
    });
    const good = () => ({
      key: "form",
      "x-amz-algorithm": "AWS4-HMAC-SHA256",
      "x-amz-credential": scope(),
      "x-amz-date": timestampOf(new Date()),
    });

    it("the credential is for this day, region and service", async () => {
      assert.equal((await post(good())).status, 204);
      const faults: readonly (readonly [Record<string, string>, Expected])[] = [
        [
          { "x-amz-credential": scope("us-east-1", "sts") },
          [400, "AuthorizationQueryParametersError", /incorrect service/],
        ],
        [
          { "x-amz-credential": scope().replace("/us-east-1/", "/") },
          [400, "AuthorizationQueryParametersError", /mal-formed/],
        ],
        [
          { "x-amz-credential": scope().replace(day(), "20200101") },
          [400, "AuthorizationQueryParametersError", /Invalid credential date/],
        ],
        [{ "x-amz-date": "today" }, [400, "InvalidArgument", /^X-Amz-Date must be/]],
        [{ "x-amz-signature": "none" }, [400, "InvalidArgument", /must contain a field named .*X-Amz-Signature/]],
        [{ "x-amz-signature": "0" }, [403, "SignatureDoesNotMatch"]],
        [{ "x-amz-algorithm": "AWS4-ECDSA-P256-SHA256" }, [400, "AuthorizationQueryParametersError"]],
        [{ "x-amz-security-token": "x" }, [400, "InvalidToken"]],
      ];
      for (const [change, expected] of faults)
        isRefused(await post({ ...good(), ...change }), expected, JSON.stringify(change));
    });

    it("a field does not make it another operation", async () => {
      const copied = await post({ ...good(), "x-amz-copy-source": "/guarded/secret" });
      isRefused(copied, [400, "InvalidArgument"], "copy");
      const asForm = await fetch(`${squall.endpoint}/guarded`, { method: "POST", body: new FormData() });
      assert.equal(asForm.status, 400);
    });
  });

  describe("for another service than the one called", () => {
    const json = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.DescribeLogGroups" };
    const onlyTarget = { "x-amz-target": json["x-amz-target"] };
    const identity: [string, string][] = [
      ["Action", "GetCallerIdentity"],
      ["Version", "2011-06-15"],
    ];

    it("a presigned STS URL runs STS, and nothing of Logs", async () => {
      const presigned = sign({ query: identity }, { service: "sts", expires: 60 });
      assert.match((await send(presigned)).text, /<Arn>arn:aws:iam::000000000000:root<\/Arn>/);
      const changed = { ...presigned, method: "GET", headers: { ...presigned.headers, ...json } };
      isRefused(
        await send(changed),
        [400, "InvalidSignatureException", "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."],
        "target",
      );
      const signed = sign(
        { query: identity, headers: { "x-amz-target": json["x-amz-target"] } },
        { service: "sts", expires: 60 },
      );
      signed.headers["content-type"] = json["content-type"];
      isRefused(
        await send(signed),
        [400, "InvalidSignatureException", "Credential should be scoped to correct service: 'logs'. "],
        "signed target",
      );
    });

    it("a packed form, which is read only when its signer is known, calls nothing of another service", async () => {
      const form = { "content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip" };
      const packed = (from: Partial<HandSigned>) => sign({ ...from, method: "POST" }, { service: "sts" });
      const asked = gzipSync("Action=GetCallerIdentity&Version=2011-06-15");
      assert.equal((await send(packed({ headers: form, body: asked }))).status, 200);
      const target = { ...form, "content-type": "application/x-www-form-urlencoded; json", ...onlyTarget };
      const refusal = [
        400,
        "InvalidSignatureException",
        "Credential should be scoped to correct service: 'logs'. ",
      ] as const;
      isRefused(await send(packed({ headers: target, body: gzipSync("{}") })), refusal, "JSON");
      const path = "/service/Logs_20140328/operation/DescribeLogGroups";
      const headers = { ...form, "smithy-protocol": "rpc-v2-cbor" };
      const cbor = await send(packed({ path, headers, body: gzipSync(Buffer.from([0xa0])) }));
      assert.deepEqual([cbor.status, cbor.text.includes("InvalidSignatureException")], [400, true]);
    });

    it("each scope is compared with what is called", async () => {
      const logs = (service: string) => sign({ method: "POST", headers: json, body: "{}" }, { service });
      assert.equal((await send(logs("logs"))).status, 200);
      for (const service of ["sts", "s3", "lambda", "bogus", ""]) {
        isRefused(
          await send(logs(service)),
          [400, "InvalidSignatureException", "Credential should be scoped to correct service: 'logs'. "],
          service,
        );
      }
      const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
      const sts = (service: string) =>
        sign({ method: "POST", headers: form, body: "Action=GetCallerIdentity&Version=2011-06-15" }, { service });
      assert.equal((await send(sts("sts"))).status, 200);
      for (const service of ["logs", "s3", "bogus"]) {
        isRefused(
          await send(sts(service)),
          [403, "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'. "],
          service,
        );
      }
      const functions = sign({ path: "/2015-03-31/functions/" }, { service: "bogus" });
      isRefused(
        await send(functions),
        [403, "InvalidSignatureException", "Credential should be scoped to correct service: 'lambda'. "],
        "lambda",
      );
      const cbor = sign(
        {
          method: "POST",
          path: "/service/GraniteServiceVersion20100801/operation/ListMetrics",
          headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
          body: Buffer.from([0xa0]),
        },
        { service: "logs" },
      );
      assert.equal((await send(cbor)).status, 400);
    });

    it("and AWS's own names with the service and region that they say", async () => {
      const at = (name: string, region: string) =>
        send(signV4(unsigned(name, { method: "POST", headers: json, body: "{}" }), root, { service: "logs", region }));
      assert.equal((await at("logs.eu-west-1.amazonaws.com", "eu-west-1")).status, 200);
      isRefused(
        await at("logs.eu-west-1.amazonaws.com", "us-east-1"),
        [400, "InvalidSignatureException", "Credential should be scoped to a valid region, not 'us-east-1'. "],
        "region",
      );
      isRefused(
        await at("sts.eu-west-1.amazonaws.com", "eu-west-1"),
        [400, "InvalidSignatureException", "Credential should be scoped to correct service: 'sts'. "],
        "service",
      );
      const bucket = signV4(unsigned("guarded.s3.eu-west-1.amazonaws.com"), root, { service: "s3" });
      const wrong = await send(bucket);
      isRefused(
        wrong,
        [
          400,
          "AuthorizationHeaderMalformed",
          "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
        ],
        "bucket",
      );
      assert.match(wrong.text, /<Region>eu-west-1<\/Region>/);
    });

    it("the form of what is no S3 request is refused in its service's words", async () => {
      const incomplete = (message: RegExp): Expected => [400, "IncompleteSignatureException", message];
      const invalid = (message: RegExp): Expected => [400, "InvalidSignatureException", message];
      const cases: readonly (readonly [string, Edit, Expected])[] = [
        ["nothing", header("authorization", undefined), [400, "MissingAuthenticationTokenException"]],
        ["Bearer", header("authorization", "Bearer x"), [400, "MissingAuthenticationTokenException"]],
        [
          "no Credential",
          authorization(/Credential=\S+ /, ""),
          incomplete(/^Authorization header requires 'Credential' parameter\. Authorization=AWS4/),
        ],
        [
          "no equals sign",
          authorization(/Signature=/, "Signature"),
          incomplete(/not a valid key=value pair \(missing equal-sign\) in Authorization header/),
        ],
        [
          "no date",
          header("x-amz-date", undefined),
          incomplete(/requires existence of either a 'X-Amz-Date' or a 'Date' header/),
        ],
        [
          "a date of its own",
          header("x-amz-date", "yesterday"),
          incomplete(/^Date must be in ISO-8601 'basic format'\. Got 'yesterday'/),
        ],
        ["host unsigned", authorization("host;", ""), invalid(/^'Host' or ':authority' must be a 'SignedHeader'/)],
        ["a target unsigned", authorization(";x-amz-target", ""), invalid(/^'x-amz-target' must be a 'SignedHeader'/)],
        [
          "a token added",
          header("x-amz-security-token", "x"),
          invalid(/^'x-amz-security-token' must be a 'SignedHeader'/),
        ],
        [
          "four parts",
          authorization("/us-east-1/", "/"),
          incomplete(/^Credential must have exactly 5 slash-delimited elements/),
        ],
        [
          "another day",
          authorization(/\/\d{8}\//, "/20130523/"),
          invalid(
            /^Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20130523' != /,
          ),
        ],
        [
          "another terminator",
          authorization("aws4_request", "x"),
          invalid(/valid terminator: 'aws4_request', not 'x'/),
        ],
        [
          "another body",
          (request) => {
            request.body = '{"limit":1}';
          },
          invalid(/^The request signature we calculated does not match/),
        ],
        ["more behind the signature", authorization(/$/, "zz"), invalid(/^The request signature we calculated/)],
        ["an unknown key", authorization(/Credential=[^/]+/, "Credential=AKIAX"), [400, "UnrecognizedClientException"]],
        ["version 2", header("authorization", "AWS key:signature"), [400, "IncompleteSignatureException"]],
      ];
      for (const [name, edit, expected] of cases) {
        const request = sign({ method: "POST", headers: json, body: "{}" }, { service: "logs" });
        edit(request);
        isRefused(await send(request), expected, name);
      }
      const old = sign(
        { method: "POST", headers: json, body: "{}" },
        { service: "logs", date: new Date(Date.now() - 16 * 60_000) },
      );
      isRefused(
        await send(old),
        invalid(/^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/),
        "old",
      );
      const sts = sign({ query: identity }, { service: "sts", expires: 60 });
      query("X-Amz-Date", undefined)(sts);
      isRefused(
        await send(sts),
        [400, "IncompleteSignature", /^AWS query-string parameters must include 'X-Amz-Date'\./],
        "sts",
      );
    });
  });

  it("a function's URL with AWS_IAM compares the body, the service and the region", { timeout: 60_000 }, async () => {
    const client = squall.client(LambdaClient, { credentials: root });
    const FunctionName = "signed";
    const ZipFile = zip({ "index.py": "def handler(event, context):\n    return event['body']\n" });
    const code = { Runtime: "python3.11", Handler: "index.handler", Role: labRole, Code: { ZipFile } } as const;
    await client.send(new CreateFunctionCommand({ FunctionName, ...code }));
    const config = new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "AWS_IAM" });
    const { FunctionUrl = "" } = await client.send(config);
    const signed = (service = "lambda", region = "us-east-1") =>
      signV4(
        unsigned(new URL(FunctionUrl).host, {
          method: "POST",
          body: "mine",
          headers: { "content-type": "text/plain" },
        }),
        root,
        { service, region },
      );
    assert.equal((await send(signed())).text, "mine");
    const changes: Edit[] = [
      (request) => {
        request.body = "yours";
      },
      (request) => {
        Object.assign(request, {
          body: "yours",
          headers: { ...request.headers, "x-amz-content-sha256": sha256("mine") },
        });
      },
      header("x-amz-date", undefined),
      header("x-amz-meta-a", "1"),
      authorization("host;", ""),
    ];
    for (const [at, edit] of changes.entries()) {
      const request = signed();
      edit(request);
      assert.equal((await send(request)).status, 403, String(at));
    }
    assert.equal((await send(signed("s3"))).status, 403);
    assert.equal((await send(signed("sts"))).status, 403);
    assert.equal((await send(signed("lambda", "eu-west-1"))).status, 403);
  });

  describe("over a body that travels in chunks", () => {
    const put = (
      Key: string,
      body: string,
      headers: Record<string, string> = {},
      hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    ) => sign({ method: "PUT", path: `/guarded/${Key}`, body, headers }, { hash });
    /** The chunks as the request's signature leads to theirs. */
    const framed = (request: HandSigned, chunks: readonly string[], trailer?: string): string => {
      const { headers } = request;
      const timestamp = headers["x-amz-date"] ?? "";
      const day = timestamp.slice(0, 8);
      const key = signingKey(root.secretAccessKey, day, "us-east-1", "s3");
      const scope = `${day}/us-east-1/s3/aws4_request`;
      let former = /Signature=(.*)$/.exec(headers.authorization ?? "")?.[1] ?? "";
      const next = (kind: string, ...hashes: string[]) => {
        const text = [`AWS4-HMAC-SHA256-${kind}`, timestamp, scope, former, ...hashes].join("\n");
        former = createHmac("sha256", key).update(text).digest("hex");
        return former;
      };
      const lines = [...chunks, ""].map(
        (chunk) =>
          `${chunk.length.toString(16)};chunk-signature=${next("PAYLOAD", emptyHash, sha256(chunk))}\r\n${chunk}${chunk === "" ? "" : "\r\n"}`,
      );
      if (trailer !== undefined)
        lines.push(`${trailer}\r\nx-amz-trailer-signature:${next("TRAILER", sha256(`${trailer}\n`))}\r\n`);
      return `${lines.join("")}\r\n`;
    };
    const lengths = (bytes: number) => ({ "x-amz-decoded-content-length": String(bytes) });

    it("a word in a header does not replace a body whose hash was signed", async () => {
      const request = sign({ method: "PUT", path: "/guarded/swapped", body: "mine" });
      request.headers["content-encoding"] = "aws-chunked";
      request.body = "5\r\nother\r\n0\r\n\r\n";
      isRefused(await send(request), [400, "XAmzContentSHA256Mismatch"], "swapped");
      assert.equal(await isThere("swapped"), false);
      const added = sign({ method: "PUT", path: "/guarded/word", body: "mine" });
      added.headers["content-encoding"] = "aws-chunked,gzip";
      assert.equal((await send(added)).status, 200);
      const { ContentEncoding, ContentLength } = await s3.send(
        new HeadObjectCommand({ Bucket: "guarded", Key: "word" }),
      );
      assert.deepEqual([ContentEncoding, ContentLength], ["gzip", 4]);
      // Whichever case its digits have, a hash is one.
      const upper = sign(
        { method: "PUT", path: "/guarded/upper", body: "mine" },
        { hash: sha256("mine").toUpperCase() },
      );
      upper.body = "yours";
      isRefused(await send(upper), [400, "XAmzContentSHA256Mismatch"], "upper");
    });

    it("chunks that claim to be signed in another way than their request are not taken unsigned", async () => {
      for (const hash of [
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
      ]) {
        const request = put("other-way", "4\r\nmine\r\n0\r\n\r\n", lengths(4), hash);
        isRefused(await send(request), [403, "SignatureDoesNotMatch"], hash);
        assert.equal(await isThere("other-way"), false);
      }
    });

    it("each chunk's signature counts, in their order, and the last one's", async () => {
      const chunks = ["a".repeat(8192), "b".repeat(8192), "c"];
      const request = put("chunks", "", lengths(16_385));
      const body = framed(request, chunks);
      assert.equal((await send({ ...request, body })).status, 200);
      const piece = /[0-9a-f]+;chunk-signature=[0-9a-f]{64}\r\n[abc]+\r\n/g;
      const [first = "", second = "", third = ""] = body.match(piece) ?? [];
      const changes: Record<string, string> = {
        "another byte": body.replace("\r\nc\r\n", "\r\nd\r\n"),
        "another order": body.replace(first + second, second + first),
        "one taken out": body.replace(second, ""),
        "no last one": body.slice(0, body.lastIndexOf("0;chunk")),
        "the last one unsigned": body.replace(/0;chunk-signature=[0-9a-f]+\r\n\r\n$/, "0\r\n\r\n"),
        "none signed": body.replace(/;chunk-signature=[0-9a-f]+/g, ""),
        "one more": body.replace(third, third + third),
      };
      for (const [name, changed] of Object.entries(changes)) {
        const again = put(`changed-${name.replaceAll(" ", "-")}`, "", lengths(16_385));
        const answer = await send({ ...again, body: changed === body ? assert.fail(name) : changed });
        assert.ok(answer.status >= 400 && answer.status < 500, `${name}: ${answer.text}`);
        assert.equal(await isThere(`changed-${name.replaceAll(" ", "-")}`), false, name);
      }
      isRefused(
        await send({ ...put("short", "", lengths(16_386)), body }),
        [403, "SignatureDoesNotMatch"],
        "another request's",
      );
      const unsaid = put("unsaid", "");
      isRefused(await send({ ...unsaid, body: framed(unsaid, ["a"]) }), [411, "MissingContentLength"], "no length");
      const longer = put("longer", "", lengths(2));
      isRefused(await send({ ...longer, body: framed(longer, ["a"]) }), [400, "IncompleteBody"], "longer");
    });

    it("a trailer is signed, and must come", async () => {
      const headers = { ...lengths(1), "x-amz-trailer": "x-amz-checksum-crc32c" };
      const hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
      const trailer = "x-amz-checksum-crc32c:wdBDMA==";
      const request = put("trailer", "", headers, hash);
      const body = framed(request, ["a"], trailer);
      assert.equal((await send({ ...request, body })).status, 200);
      const refusals: readonly (readonly [string, Expected])[] = [
        [
          body.replace(/x-amz-trailer-signature:\w{64}/, `x-amz-trailer-signature:${"0".repeat(64)}`),
          [403, "SignatureDoesNotMatch"],
        ],
        [body.replace(/x-amz-trailer-signature:\w{64}\r\n/, ""), [403, "SignatureDoesNotMatch"]],
        [body.replace(`${trailer}\r\n`, ""), [403, "SignatureDoesNotMatch"]],
        [body.replace(/x-amz-checksum-crc32c.*$/s, "\r\n"), [400, "MalformedTrailerError"]],
      ];
      for (const [changed, expected] of refusals)
        isRefused(await send({ ...request, body: changed }), expected, changed);
      const plain = sign(
        { method: "PUT", path: "/guarded/plain", headers },
        { hash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER" },
      );
      isRefused(await send({ ...plain, body: "1\r\na\r\n0\r\n\r\n" }), [400, "MalformedTrailerError"], "unsigned");
      assert.equal((await send({ ...plain, body: `1\r\na\r\n0\r\n${trailer}\r\n\r\n` })).status, 200);
    });
  });

  describe("with a session's credentials", () => {
    const asForm = (service: string, body: string, key: SigningKey) =>
      send(
        sign(
          { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body },
          { service },
          key,
        ),
      );
    const listUsers = "Action=ListUsers&Version=2010-05-08";
    const whoAmI = "Action=GetCallerIdentity&Version=2011-06-15";
    const sessionOf = (
      from:
        | { AccessKeyId?: string | undefined; SecretAccessKey?: string | undefined; SessionToken?: string | undefined }
        | undefined,
    ) => ({
      accessKeyId: from?.AccessKeyId ?? "",
      secretAccessKey: from?.SecretAccessKey ?? "",
      sessionToken: from?.SessionToken ?? "",
    });
    const sts = (credentials: SigningKey) => squall.client(STSClient, { credentials });
    let user: SigningKey;
    before(async () => {
      const iam = squall.client(IAMClient, { credentials: root });
      await iam.send(new CreateUserCommand({ UserName: "ann" }));
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      });
      await iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName: "all", PolicyDocument }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
      user = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    });

    it("a token belongs to its key", async () => {
      const session = sessionOf((await sts(user).send(new GetSessionTokenCommand({}))).Credentials);
      const other = sessionOf((await sts(user).send(new GetSessionTokenCommand({}))).Credentials);
      assert.equal((await asForm("sts", whoAmI, session)).status, 200);
      const { sessionToken } = session;
      const wrong: SigningKey[] = [
        { ...session, sessionToken: other.sessionToken },
        { ...session, sessionToken: sessionToken.slice(0, -4) },
        { ...session, sessionToken: "x" },
        { ...user, sessionToken },
        { ...root, sessionToken },
        { ...root, sessionToken: "x" },
        { accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey },
      ];
      for (const key of wrong) {
        isRefused(await asForm("sts", whoAmI, key), [403, "InvalidClientTokenId"], key.accessKeyId);
        const expected: Expected = key.sessionToken === undefined ? [403, "InvalidAccessKeyId"] : [400, "InvalidToken"];
        isRefused(await send(sign(read, {}, key)), expected, key.accessKeyId);
        isRefused(await send(sign(read, { expires: 60 }, key)), expected, key.accessKeyId);
      }
    });

    it("a session ends with its user or role, and is none of one made again", async () => {
      const iam = squall.client(IAMClient, { credentials: root });
      const PolicyName = "all";
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      });
      const trust = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" }],
      });
      const makeUser = async () => {
        await iam.send(new CreateUserCommand({ UserName: "bob" }));
        await iam.send(new PutUserPolicyCommand({ UserName: "bob", PolicyName, PolicyDocument }));
      };
      const makeRole = () => iam.send(new CreateRoleCommand({ RoleName: "short", AssumeRolePolicyDocument: trust }));
      await makeUser();
      const { Role } = await makeRole();
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "bob" }));
      const bob = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
      const own = sessionOf((await sts(bob).send(new GetSessionTokenCommand({}))).Credentials);
      const guest = sessionOf((await sts(bob).send(new GetFederationTokenCommand({ Name: "guest" }))).Credentials);
      const assumed = await sts(bob).send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "session" }));
      const ofRole = sessionOf(assumed.Credentials);
      for (const key of [own, guest, ofRole]) assert.equal((await asForm("sts", whoAmI, key)).status, 200);
      await iam.send(new UpdateAccessKeyCommand({ UserName: "bob", AccessKeyId: bob.accessKeyId, Status: "Inactive" }));
      isRefused(await asForm("sts", whoAmI, bob), [403, "InvalidClientTokenId"], "inactive");
      assert.equal((await asForm("sts", whoAmI, own)).status, 200, "its sessions live on, as on AWS");
      await iam.send(new DeleteAccessKeyCommand({ UserName: "bob", AccessKeyId: bob.accessKeyId }));
      await iam.send(new DeleteUserPolicyCommand({ UserName: "bob", PolicyName }));
      await iam.send(new DeleteUserCommand({ UserName: "bob" }));
      await iam.send(new DeleteRoleCommand({ RoleName: "short" }));
      for (const again of [async () => undefined, () => Promise.all([makeUser(), makeRole()])]) {
        await again();
        for (const key of [own, guest, ofRole]) {
          isRefused(await asForm("sts", whoAmI, key), [403, "InvalidClientTokenId"], key.accessKeyId);
          isRefused(await send(sign(read, {}, key)), [400, "InvalidToken"], key.accessKeyId);
        }
      }
    });

    it("GetSessionToken's call no IAM without MFA, and of STS two operations; a federated user's one", async () => {
      for (const owner of [user, root]) {
        const session = sessionOf((await sts(owner).send(new GetSessionTokenCommand({}))).Credentials);
        isRefused(await asForm("iam", listUsers, session), [403, "InvalidClientTokenId"], "IAM");
        assert.equal((await asForm("sts", whoAmI, session)).status, 200);
        isRefused(
          await asForm("sts", "Action=GetSessionToken&Version=2011-06-15", session),
          [403, "AccessDenied"],
          "GetSessionToken",
        );
        isRefused(
          await asForm("sts", `Action=GetAccessKeyInfo&AccessKeyId=${user.accessKeyId}&Version=2011-06-15`, session),
          [403, "AccessDenied"],
          "GetAccessKeyInfo",
        );
        assert.equal((await send(sign(read, {}, session))).text, "secret");
      }
      const Policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      });
      const federated = sessionOf(
        (await sts(user).send(new GetFederationTokenCommand({ Name: "guest", Policy }))).Credentials,
      );
      isRefused(await asForm("iam", listUsers, federated), [403, "InvalidClientTokenId"], "IAM");
      assert.equal((await asForm("sts", whoAmI, federated)).status, 200);
      const assume =
        "Action=AssumeRole&Version=2011-06-15&RoleSessionName=guest&RoleArn=arn:aws:iam::000000000000:role/LabRole";
      isRefused(await asForm("sts", assume, federated), [403, "AccessDenied"], "AssumeRole");
    });
  });

  describe("version 2, for S3", () => {
    const v2 = (text: string) => createHmac("sha1", root.secretAccessKey).update(text).digest("base64");
    const presigned = (path: string, seconds = 60, subresource = "") => {
      const end = String(Math.floor(Date.now() / 1000) + seconds);
      const request = unsigned(host, { path });
      request.query.push(
        ["AWSAccessKeyId", root.accessKeyId],
        ["Expires", end],
        ["Signature", v2(`GET\n\n\n${end}\n${path}${subresource}`)],
      );
      return request;
    };

    it("is taken in the header and in a URL, and only as it was signed", async () => {
      const date = new Date().toUTCString();
      const signed = unsigned(host, {
        ...read,
        headers: { date, authorization: `AWS ${root.accessKeyId}:${v2(`GET\n\n\n${date}\n${read.path}`)}` },
      });
      assert.equal((await send(signed)).text, "secret");
      signed.headers["x-amz-meta-a"] = "1";
      isRefused(await send(signed), [403, "SignatureDoesNotMatch"], "added");
      assert.equal((await send(presigned(read.path))).text, "secret");
      isRefused(await send(presigned(read.path, -1)), [403, "AccessDenied", "Request has expired"], "expired");
      for (const name of ["attributes", "acl", "tagging", "versionId", "retention", "legal-hold"]) {
        const changed = presigned(read.path);
        changed.query.push([name, ""]);
        isRefused(await send(changed), [403, "SignatureDoesNotMatch"], name);
      }
      for (const name of ["AWSAccessKeyId", "Expires", "Signature"]) {
        const without = presigned(read.path);
        query(name, undefined)(without);
        isRefused(
          await send(without),
          [403, "AccessDenied", /^Query-string authentication requires the Signature, Expires/],
          name,
        );
      }
      const word = presigned(read.path);
      query("Expires", "soon")(word);
      isRefused(await send(word), [403, "AccessDenied", "Invalid date (should be seconds since epoch): soon"], "soon");
      const newer = presigned(read.path);
      newer.headers.host = "s3.eu-central-1.amazonaws.com";
      isRefused(await send(newer), [400, "InvalidRequest", /Please use AWS4-HMAC-SHA256/], "a newer region");
    });

    it("is not taken for a bucket in a region that never had it", async () => {
      assert.equal((await send(presigned("/eu-west-1"))).status, 200);
      isRefused(
        await send(presigned("/eu-central-1")),
        [400, "InvalidRequest", /Please use AWS4-HMAC-SHA256/],
        "region",
      );
    });

    it("boto3's client, URLs and forms of version 2 work", { timeout: 60_000 }, async () => {
      const program = `
import boto3, urllib.request, uuid
from botocore.config import Config
s3 = boto3.client("s3", config=Config(signature_version="s3", s3={"addressing_style": "path"}))
s3.put_object(Bucket="guarded", Key="v2/a b+é", Body=b"two", Metadata={"a": "1"}, ContentType="text/plain")
print(s3.get_object(Bucket="guarded", Key="v2/a b+é")["Body"].read().decode())
print([o["Key"] for o in s3.list_objects_v2(Bucket="guarded", Prefix="v2/")["Contents"]])
print(s3.get_bucket_versioning(Bucket="guarded")["ResponseMetadata"]["HTTPStatusCode"])
url = s3.generate_presigned_url("get_object", Params={"Bucket": "guarded", "Key": "v2/a b+é", "ResponseContentType": "x/y"})
answer = urllib.request.urlopen(url)
print("Signature=" in url, answer.read().decode(), answer.headers["content-type"])
url = s3.generate_presigned_url("put_object", Params={"Bucket": "guarded", "Key": "v2/put", "Metadata": {"a": "2"}})
print(urllib.request.urlopen(urllib.request.Request(url, b"x", {"Content-Type": ""}, method="PUT")).status)
print(s3.head_object(Bucket="guarded", Key="v2/put")["Metadata"])
post = boto3.client("s3", config=Config(signature_version="s3", s3={"addressing_style": "path"})).generate_presigned_post("guarded", "v2/form")
print("AWSAccessKeyId" in post["fields"])
edge = uuid.uuid4().hex
parts = [*post["fields"].items(), ("file", "form")]
body = "".join(f'--{edge}\\r\\nContent-Disposition: form-data; name="{n}"\\r\\n\\r\\n{v}\\r\\n' for n, v in parts) + f"--{edge}--\\r\\n"
print(urllib.request.urlopen(urllib.request.Request(post["url"], body.encode(), {"Content-Type": f"multipart/form-data; boundary={edge}"})).status)
`;
      const env = {
        ...clientEnvironment(squall.endpoint),
        AWS_ACCESS_KEY_ID: root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
      };
      const { code, stdout, stderr } = await runProgram("python3", ["-"], { env, input: program });
      assert.equal(code, 0, stderr);
      assert.deepEqual(stdout.trim().split("\n"), [
        "two",
        "['v2/a b+é']",
        "200",
        "True two x/y",
        "200",
        "{'a': '2'}",
        "True",
        "204",
      ]);
    });
  });
});

describe("in open mode, where any credentials pass", () => {
  let squall: TestSquall;
  let host: string;
  const key = { accessKeyId: "test", secretAccessKey: "test" };
  before(async () => {
    squall = await startSquall();
    host = new URL(squall.endpoint).host;
    const client = squall.client(S3Client, { forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "guarded" }));
  });
  after(() => squall.close());
  const send = (request: HandSigned) => sendRaw(squall.endpoint, request);

  it("scripts that make a header up, or send none, work", async () => {
    const made =
      "AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=1234";
    for (const headers of [{}, { authorization: made }, { authorization: made, "x-amz-meta-a": "1" }]) {
      const path = "/guarded/made-up";
      assert.equal(
        (await send(unsigned(host, { method: "PUT", path, headers: headers as Record<string, string>, body: "x" })))
          .status,
        200,
      );
    }
    const logs = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "Logs_20140328.DescribeLogGroups",
      authorization: made.replace("/s3/", "/logs/"),
    };
    assert.equal((await send(unsigned(host, { method: "POST", headers: logs, body: "{}" }))).status, 200);
    assert.equal(
      (await send(unsigned(host, { method: "POST", headers: { ...logs, authorization: made }, body: "{}" }))).code,
      "InvalidSignatureException",
    );
  });

  it("what no client makes is refused all the same", async () => {
    const read = (options: Partial<SigningOptions> = {}) =>
      signV4(unsigned(host, { path: "/guarded/x" }), key, { service: "s3", ...options });
    const cases: readonly (readonly [string, HandSigned, Expected])[] = [
      ["bogus", read({ service: "bogus" }), [400, "AuthorizationHeaderMalformed"]],
      ["Bearer", unsigned(host, { headers: { authorization: "Bearer x" } }), [400, "InvalidArgument"]],
      ["eight days", read({ expires: 604_801 }), [400, "AuthorizationQueryParametersError"]],
      ["an hour", read({ expires: "1h" }), [400, "AuthorizationQueryParametersError"]],
      ["another day", read({ expires: 60, day: "20200101" }), [400, "AuthorizationQueryParametersError"]],
    ];
    for (const [name, request, expected] of cases) isRefused(await send(request), expected, name);
    const both = read({ expires: 60 });
    both.headers.authorization = "AWS4-HMAC-SHA256 x";
    isRefused(await send(both), [400, "InvalidArgument", oneMechanism], "both");
    const added = read({ expires: 60 });
    added.headers["x-amz-acl"] = "public-read";
    isRefused(await send(added), [403, "AccessDenied", notSigned], "added");
  });
});
