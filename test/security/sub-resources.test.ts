import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request as send } from "node:http";
import { after, before, describe, it } from "node:test";
import { startSquall, type TestSquall } from "../support/squall.ts";

const bytes = "the bytes of the object";

/** By AWS's API reference: `{name: [methods]}`. */
const ofBuckets: Readonly<Record<string, readonly string[]>> = {
  abac: ["GET", "PUT"],
  accelerate: ["GET", "PUT"],
  acl: ["GET", "PUT"],
  analytics: ["GET", "PUT", "DELETE"],
  cors: ["GET", "PUT", "DELETE"],
  delete: ["POST"],
  encryption: ["GET", "PUT", "DELETE"],
  "intelligent-tiering": ["GET", "PUT", "DELETE"],
  inventory: ["GET", "PUT", "DELETE"],
  lifecycle: ["GET", "PUT", "DELETE"],
  location: ["GET"],
  logging: ["GET", "PUT"],
  metadataConfiguration: ["GET", "POST", "DELETE"],
  metadataInventoryTable: ["PUT"],
  metadataJournalTable: ["PUT"],
  metadataTable: ["GET", "POST", "DELETE"],
  metrics: ["GET", "PUT", "DELETE"],
  notification: ["GET", "PUT"],
  "object-lock": ["GET", "PUT"],
  ownershipControls: ["GET", "PUT", "DELETE"],
  policy: ["GET", "PUT", "DELETE"],
  policyStatus: ["GET"],
  publicAccessBlock: ["GET", "PUT", "DELETE"],
  replication: ["GET", "PUT", "DELETE"],
  requestPayment: ["GET", "PUT"],
  session: ["GET"],
  tagging: ["GET", "PUT", "DELETE"],
  uploads: ["GET"],
  versioning: ["GET", "PUT"],
  versions: ["GET"],
  website: ["GET", "PUT", "DELETE"],
};
const ofObjects: Readonly<Record<string, readonly string[]>> = {
  acl: ["GET", "PUT"],
  attributes: ["GET"],
  encryption: ["PUT"],
  "legal-hold": ["GET", "PUT"],
  renameObject: ["PUT"],
  restore: ["POST"],
  retention: ["GET", "PUT"],
  select: [],
  tagging: ["GET", "PUT", "DELETE"],
  torrent: [],
  uploadId: ["GET", "POST", "DELETE"],
  uploads: ["POST"],
};
const names = [...new Set([...Object.keys(ofBuckets), ...Object.keys(ofObjects)])];

function isRefusal(status: number): boolean {
  return status === 400 || status === 405 || status === 501;
}

/** A name counts decoded. */
function encodeName(name: string): string {
  return `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
}

/**
 * Every method on every sub-resource that S3 knows, at every level: what has no operation is refused as S3 refuses it, and nothing is read,
 * overwritten or deleted that was not named.
 */
describe("a sub-resource", () => {
  let squall: TestSquall;
  before(async () => {
    squall = await startSquall();
    await ask("PUT", "/pictures");
    await ask("PUT", "/pictures/k", { body: bytes });
    await ask("PUT", "/other/");
  });
  after(() => squall.close());

  interface Answer {
    readonly status: number;
    readonly code: string | undefined;
    readonly text: string;
    readonly allow: string | undefined;
  }

  const ask = async (
    method: string,
    path: string,
    { body, headers }: { body?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const request = send(squall.endpoint + path, { method, headers });
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const text = Buffer.concat(await response.toArray()).toString();
    const code = /<Code>(.*?)<\/Code>/.exec(text)?.[1];
    return { status: response.statusCode!, code, text, allow: response.headers.allow };
  };

  const assertUnharmed = async (after: string) => {
    const object = await ask("GET", "/pictures/k");
    assert.deepEqual([object.status, object.text], [200, bytes], after);
    assert.equal((await ask("HEAD", "/pictures")).status, 200, after);
  };

  for (const [level, path, own] of [
    ["bucket", "/pictures", ofBuckets],
    ["object", "/pictures/k", ofObjects],
  ] as const) {
    it(`of the ${level} has its own methods and no other`, async () => {
      for (const name of names) {
        for (const method of ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"]) {
          for (const form of [name, `${name}=`, `${name}=x`, encodeName(name), `x=1&${name}&prefix=k&x-id=GetObject`]) {
            const what = `${method} ${path}?${form}`;
            const { status, code, text } = await ask(method, `${path}?${form}`, {
              headers: { "content-type": "text/xml" },
            });
            assert.ok(!text.includes(bytes) && !text.includes("<ListBucketResult"), what);
            if (method === "HEAD") assert.ok(text === "" && (status === 405 || status === 400), `${what}: ${status}`);
            else if (!own[name]?.includes(method)) assert.ok(isRefusal(status), `${what}: ${status} ${text}`);
            else assert.notEqual(code, "MethodNotAllowed", what);
            if (status === 405 && method !== "HEAD") assert.equal(code, "MethodNotAllowed", what);
          }
        }
        await assertUnharmed(`${level} ${name}`);
      }
    });
  }

  it("is one: two at once are refused by name, whatever the method", async () => {
    for (const method of ["GET", "PUT", "POST", "DELETE"]) {
      for (const path of ["/pictures", "/pictures/k"]) {
        const { status, code, text } = await ask(method, `${path}?tagging&acl`);
        assert.deepEqual([status, code], [400, "InvalidArgument"], `${method} ${path}`);
        assert.match(
          text,
          /<Message>Conflicting query string parameters: acl, tagging<\/Message><ArgumentName>ResourceType<\/ArgumentName><ArgumentValue>acl</,
        );
      }
    }
    for (const query of ["uploadId=u&acl", "partNumber=1&uploadId=u&tagging", "partNumber=1&acl", "delete&uploads"]) {
      for (const method of ["PUT", "POST", "DELETE"]) {
        assert.equal((await ask(method, `/pictures/k?${query}`)).status, 400, `${method} ${query}`);
      }
    }
    await assertUnharmed("two at once");
  });

  it("is a part only with a number and an upload", async () => {
    const lonely = await ask("PUT", "/pictures/k?partNumber=1", { body: "overwritten" });
    assert.deepEqual([lonely.status, lonely.code], [400, "InvalidArgument"]);
    const numberless = await ask("PUT", "/pictures/k?uploadId=u", { body: "overwritten" });
    assert.deepEqual(
      [numberless.status, numberless.code, numberless.allow],
      [405, "MethodNotAllowed", "DELETE, POST, GET"],
    );
    assert.match(numberless.text, /<Method>PUT<\/Method><ResourceType>UPLOAD<\/ResourceType>/);
    for (const query of ["partNumber=1", "partNumber=", "annotationName=a"]) {
      assert.equal((await ask("DELETE", `/pictures/k?${query}`)).status, 400, query);
      assert.equal((await ask("DELETE", `/pictures?${query}`)).status, 400, query);
    }
    assert.equal((await ask("DELETE", "/pictures/k?partNumber=1&uploadId=u")).code, "MethodNotAllowed");
    assert.equal((await ask("PUT", "/pictures/k?partNumber=1&uploadId=u", { body: "part" })).code, "NoSuchUpload");
    assert.equal((await ask("DELETE", "/pictures/k?uploadId=u&x-id=DeleteObject")).code, "NoSuchUpload");
    await assertUnharmed("parts");
  });

  it("is told of with what would do", async () => {
    const allowed: Readonly<Record<string, string>> = {
      "/pictures?location": "GET",
      "/pictures?tagging": "DELETE, GET, PUT",
      "/pictures?versions": "GET",
      "/pictures/k?acl": "GET, PUT",
      "/pictures/k?uploadId=u": "DELETE, POST, GET",
      "/pictures/k?restore": "POST",
      "/": "GET",
    };
    for (const [path, allow] of Object.entries(allowed)) {
      const { status, allow: told } = await ask("PATCH", path);
      assert.deepEqual([status, told], [405, allow], path);
    }
    const types: Readonly<Record<string, string>> = {
      "/pictures?policy": "BUCKETPOLICY",
      "/pictures/k?retention": "OBJECT_LOCK_RETENTION",
      "/pictures/k": "OBJECT",
      "/pictures": "BUCKET",
      "/": "SERVICE",
    };
    for (const [path, type] of Object.entries(types)) {
      assert.match((await ask("PATCH", path)).text, new RegExp(`<ResourceType>${type}</ResourceType>`), path);
    }
  });

  it("needs no version where there is none", async () => {
    for (const [method, path] of [
      ["DELETE", "/pictures"],
      ["GET", "/pictures"],
      ["PUT", "/pictures?versioning"],
      ["PUT", "/pictures/k"],
      ["POST", "/pictures/k?uploads"],
    ] as const) {
      const { status, text } = await ask(method, `${path}${path.includes("?") ? "&" : "?"}versionId=v`);
      assert.equal(status, 400, `${method} ${path}`);
      assert.match(text, /This operation does not accept a version-id\./, `${method} ${path}`);
    }
    await assertUnharmed("versions");
  });

  it("is none: forms go to a bucket, methods of other protocols nowhere, and what S3 doesn't know is ignored", async () => {
    const form = { "content-type": "multipart/form-data; boundary=b" };
    const body =
      '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nnew\r\n--b--';
    for (const path of ["/pictures/k", "/pictures?acl", "/pictures?versions"]) {
      assert.equal((await ask("POST", path, { headers: form, body })).status, 405, path);
    }
    const plain = await ask("POST", "/pictures");
    assert.deepEqual([plain.status, plain.code], [412, "PreconditionFailed"]);
    assert.deepEqual((await ask("PROPFIND", "/pictures/k")).code, "BadRequest");
    assert.deepEqual((await ask("OPTIONS", "/pictures/k")).code, "BadRequest");
    assert.equal((await ask("GET", "/pictures/k?constructor&__proto__&Acl&x-id=PutObject")).text, bytes);
    assert.match((await ask("GET", "/pictures?Versioning&foo=bar")).text, /<ListBucketResult/);
    await assertUnharmed("none");
  });
});
