import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { startSquall, type TestSquall } from "../../test/support/squall.ts";
import type { ExportedStep, LabSummary, LabView } from "./labs.ts";

/** What a teacher writes. */
const buckets = `
title: Buckets
about: A bucket for \${account} in \${region}.
start:
  - call: iam.CreateUser
    unless: { call: iam.GetUser, input: { UserName: student }, keep: { user: User.Arn } }
    input: { UserName: student }
    keep: { user: User.Arn }
steps:
  - id: bucket
    title: Make a bucket
    text: "Its name begins with \`lab\`; \${text:note.txt}"
    checks:
      - call: s3.ListBuckets
        expect:
          - query: "Buckets[?starts_with(Name, 'lab')]"
            exists: true
            say: 'There are the buckets \${found}.'
        keep: { bucket: "Buckets[?starts_with(Name, 'lab')].Name | [0]" }
  - id: object
    title: Put something into it
    checks:
      - call: s3.HeadObject
        input: { Bucket: '\${bucket}', Key: 'a b.txt' }
        refused: { NotFound: 'There is no a b.txt in \${bucket}.' }
        expect:
          - { query: ContentLength, atLeast: 3, say: 'It has \${found} bytes, less than 3.' }
          - { query: ContentType, is: text/plain, say: 'It is \${found}.' }
        hints:
          - call: s3.ListObjectsV2
            input: { Bucket: '\${bucket}' }
            expect: [{ query: 'Contents[].Key', has: a+b.txt }]
            say: '\`a+b.txt\` is there: the plus sign stands for a space in URLs only.'
end:
  - name: the object \${each}
    look: { call: s3.ListObjectsV2, input: { Bucket: '\${bucket}' } }
    each: Contents[].Key
    delete: [{ call: s3.DeleteObject, input: { Bucket: '\${bucket}', Key: '\${each}' } }]
  - name: the bucket \${bucket}
    look: { call: s3.HeadBucket, input: { Bucket: '\${bucket}' } }
    delete: [{ call: s3.DeleteBucket, input: { Bucket: '\${bucket}' } }]
  - name: the user student
    look: { call: iam.GetUser, input: { UserName: student } }
    delete: [{ call: iam.DeleteUser, input: { UserName: student } }]
`;

const broken = `
title: 7
steps:
  - id: one two
    title: One
    checks:
      - call: s3.DeleteBucket
        input: { Bucket: a }
      - call: s3.GetNothing
      - call: nothing.ListThings
      - call: s3.ListBuckets
        expct: []
        expect: [{ query: 'Buckets[', is: 1 }, { query: Buckets }]
      - call: lambda.GetFunction
        input: { FunctionName: '\${there}' }
`;

describe("labs", () => {
  let directory: string;
  let squall: TestSquall;
  let s3: S3Client;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "squall-labs-"));
    await write("buckets", buckets);
    await writeFile(join(directory, "buckets", "note.txt"), "a note\n");
    await write("broken", broken);
    squall = await startSquall({ labs: [directory], dataDir: join(directory, "data") });
    s3 = squall.client(S3Client, { forcePathStyle: true });
  });
  after(async () => {
    s3.destroy();
    await squall.close();
    await rm(directory, { recursive: true });
  });

  const write = async (name: string, text: string) => {
    await mkdir(join(directory, name), { recursive: true });
    await writeFile(join(directory, name, "lab.yaml"), text);
  };
  const ask = async <T>(path: string, method = "GET"): Promise<T> => {
    const response = await fetch(`${squall.endpoint}/_squall/labs${path}`, { method });
    const answer = (await response.json()) as T & { code?: string; message?: string };
    if (!response.ok) throw Object.assign(new Error(answer.message), { name: answer.code, status: response.status });
    return answer;
  };
  const says = (lab: LabView) => lab.steps.map((step) => (step.doneMs === undefined ? (step.says ?? "") : "done"));

  it("finds a lab by its title, and by the step that has the words in it", async () => {
    const search = (text: string) => ask<{ found: object[] }>(`?search=${encodeURIComponent(text)}`);
    assert.deepEqual((await search("nothing has these words")).found, []);
    assert.deepEqual((await search(" ")).found, []);
    const [step, ...others] = (await search("SOMETHING INTO it")).found;
    assert.deepEqual(
      [step && { ...step, title: "" }, others],
      [{ name: "buckets", title: "", step: "Put something into it" }, []],
    );
    const { found: named } = await search("stopinator");
    assert.ok(JSON.stringify(named).includes('"name":"stopinator"'), JSON.stringify(named));
  });

  it("lists those of its own and those of a teacher's directory, and says what is wrong with one, and where", async () => {
    const { labs } = await ask<{ labs: LabSummary[] }>("");
    const names = labs.map(({ name }) => name);
    for (const name of ["stopinator", "picture-metadata", "buckets", "broken"]) assert.ok(names.includes(name), name);
    assert.deepEqual(
      labs.flatMap(({ name, faults, isUnbuilt }) => (name === "broken" || isUnbuilt ? [] : faults)),
      [],
    );
    const { faults = [] } = labs.find(({ name }) => name === "broken") ?? {};
    for (const expected of [
      /^lab\.yaml:2: title takes a text/,
      /^lab\.yaml:4: steps\[0\]\.id takes letters, digits/,
      /^lab\.yaml:7: steps\[0\]\.checks\[0\]\.call is s3\.DeleteBucket, which may change something/,
      /^lab\.yaml:9: .*names GetNothing, which s3 has not/,
      /^lab\.yaml:10: .*names the service nothing, which there is not/,
      /^lab\.yaml:12: .*expct is not known: there are call, input/,
      /^lab\.yaml:13: .*expect\[0\]\.query is no JMESPath/,
      /^lab\.yaml:13: .*expect\[1\] says nothing to hold/,
      /^lab\.yaml:15: .*has \$\{there\}, which nothing before it keeps/,
    ])
      assert.ok(
        faults.some((fault) => expected.test(fault)),
        `${expected} in\n${faults.join("\n")}`,
      );
    await assert.rejects(ask("/broken"), { name: "InvalidLab", status: 409 });
    await assert.rejects(ask("/there-is-none"), { name: "NoSuchLab", status: 404 });
    await assert.rejects(ask("/buckets/export?format=xml"), { status: 400 });
  });

  it("ticks nothing before it is started, and makes what has to be there once", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "other" }));
    const before = await ask<LabView>("/buckets");
    assert.equal(before.startedMs, undefined);
    assert.match(before.about, /^A bucket for 000000000000 in us-east-1\./);
    assert.equal(before.steps[0]?.text, "Its name begins with `lab`; a note");
    const [first, second] = await Promise.all([
      ask<LabView>("/buckets/start", "POST"),
      ask<LabView>("/buckets/start", "POST"),
    ]);
    assert.ok(first.isPrepared && second.isPrepared);
    assert.deepEqual(says(first), ["There are the buckets nothing.", ""]);
    const iam = squall.client(IAMClient);
    await assert.rejects(iam.send(new CreateUserCommand({ UserName: "student" })), {
      name: "EntityAlreadyExistsException",
    });
    iam.destroy();
  });

  it("ticks a step when it is done, says what was found and what to do, and leaves ticked what was", async () => {
    const put = (Key: string, Body: string, ContentType = "text/plain") =>
      s3.send(new PutObjectCommand({ Bucket: "lab-anna", Key, Body, ContentType }));
    await s3.send(new CreateBucketCommand({ Bucket: "lab-anna" }));
    const made = await ask<LabView>("/buckets");
    assert.deepEqual(says(made), ["done", "There is no a b.txt in lab-anna."]);
    await put("a+b.txt", "text");
    assert.match(says(await ask<LabView>("/buckets"))[1] ?? "", /^`a\+b\.txt` is there: the plus sign/);
    await put("a b.txt", "a", "text/html");
    await s3.send(new DeleteBucketCommand({ Bucket: "other" }));
    const short = await ask<LabView>("/buckets");
    assert.equal(short.left, undefined);
    await put("a b.txt", "text");
    const done = await ask<LabView>("/buckets");
    assert.ok(done.isDone);
    assert.equal(done.steps[0]?.doneMs, made.steps[0]?.doneMs);
    assert.deepEqual(done.left, [
      "the object a b.txt",
      "the object a+b.txt",
      "the bucket lab-anna",
      "the user student",
    ]);
  });

  it("tells who did which step when, as JSON and as CSV", async () => {
    const rows = await ask<ExportedStep[]>("/buckets/export");
    assert.deepEqual(
      rows.map(({ account, who, lab, step }) => [account, who, lab, step]),
      ["bucket", "object"].map((step) => ["000000000000", "arn:aws:iam::000000000000:root", "buckets", step]),
    );
    assert.ok(rows.every(({ startedAt, doneAt = "" }) => startedAt <= doneAt));
    const csv = await (await fetch(`${squall.endpoint}/_squall/labs/buckets/export?format=csv`)).text();
    const [head, ...lines] = csv.trim().split("\r\n");
    assert.equal(head, "account,who,lab,region,startedAt,step,title,doneAt");
    assert.equal(lines.length, 2);
  });

  it("gives a lab's files, and none beside them", async () => {
    const get = (path: string) =>
      fetch(`${squall.endpoint}/_squall/labs/buckets/file?path=${encodeURIComponent(path)}`);
    const note = await get("note.txt");
    assert.equal(await note.text(), "a note\n");
    assert.equal(note.headers.get("content-disposition"), "attachment");
    for (const path of ["../broken/lab.yaml", "lab.yaml", "/etc/passwd", "note.txt/../lab.yaml", ""])
      assert.equal((await get(path)).status, 404, path);
  });

  it("deletes on demand what is left, and a reset lab begins anew", async () => {
    const { deleted, failed } = await ask<{ deleted: string[]; failed: string[] }>("/buckets/clean", "POST");
    assert.deepEqual(failed, []);
    assert.equal(deleted.length, 4);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    assert.deepEqual(Buckets, []);
    const cleaned = await ask<LabView>("/buckets");
    assert.ok(cleaned.isDone);
    assert.deepEqual(cleaned.left, []);
    await ask("/buckets/reset", "POST");
    assert.equal((await ask<LabView>("/buckets")).startedMs, undefined);
    assert.deepEqual(await ask<ExportedStep[]>("/buckets/export"), []);
  });

  it("shows a change of the folder at once", async () => {
    await write("broken", "title: Mended\nsteps: [{ id: one, title: One, checks: [{ call: s3.ListBuckets }] }]\n");
    const lab = await ask<LabView>("/broken/start", "POST");
    assert.deepEqual([lab.title, lab.isDone, lab.left], ["Mended", true, []]);
    await ask("/broken/reset", "POST");
  });

  it("goes on with a start that was refused", async () => {
    const start = (handle: string) =>
      `start:\n  - { call: iam.CreateUser, input: { UserName: first } }\n  - { call: iam.CreateUser, input: { UserName: '${handle}' } }\n`;
    const steps = "steps: [{ id: one, title: One, checks: [{ call: iam.GetUser, input: { UserName: second } }] }]\n";
    await write("broken", `title: Refused\n${start("a b")}${steps}`);
    await assert.rejects(ask("/broken/start", "POST"), { name: "CannotPrepare", message: /iam\.CreateUser answered/ });
    assert.equal((await ask<LabView>("/broken")).isPrepared, false);
    await write("broken", `title: Refused\n${start("second")}${steps}`);
    // The first user is there: it is not made again.
    const lab = await ask<LabView>("/broken/start", "POST");
    assert.ok(lab.isPrepared && lab.isDone);
  });

  it("knows after a restart how far everybody was", async () => {
    const before = await ask<LabView>("/broken");
    await squall.close();
    squall = await startSquall({ labs: [directory], dataDir: join(directory, "data") });
    assert.deepEqual(await ask<LabView>("/broken"), before);
  });

  it("refuses what would make a folder more than text and data, or looking slow", async () => {
    const check = (lines: string) => `title: A\nsteps:\n  - id: a\n    title: A\n    checks:\n      - ${lines}\n`;
    const refused: readonly (readonly [string, RegExp])[] = [
      [check("call: s3.ListBuckets\n        input: !!js/function 'x'"), /lab\.yaml:7/],
      [`a: &a [x]\nb: [*a, *a]\n${check("call: s3.ListBuckets")}`, /has an alias/],
      [
        check(`call: s3.ListBuckets\n        expect: [{ query: '${"[@,@][]|".repeat(9)}@', exists: true }]`),
        /has more than 3 lists/,
      ],
      [
        check(`call: s3.ListBuckets\n        expect: [{ query: '${"a.".repeat(300)}a', exists: true }]`),
        /more than 500 characters/,
      ],
      [
        check("call: s3.ListBuckets\n        hints: [{ call: ec2.StopInstances, say: a }]"),
        /StopInstances, which may change something/,
      ],
      [
        check("call: s3.GetObject\n        input: { Bucket: a, Key: '\x24{file:../labs/lab.yaml}' }"),
        /which is not in the lab's folder/,
      ],
      [`title: A\nsteps: [${"[".repeat(20_000)}`, /lab\.yaml/],
      [`title: A\nsteps:\n${"  - { id: a }\n".repeat(60)}`, /takes a list of 1 to 50/],
    ];
    for (const [text, expected] of refused) {
      await write("broken", text);
      await assert.rejects(ask("/broken"), { name: "InvalidLab", message: expected }, text.slice(0, 200));
    }
    const { labs } = await ask<{ labs: LabSummary[] }>("");
    assert.equal(labs.find(({ name }) => name === "broken")?.faults.length, 1);
  });
});
