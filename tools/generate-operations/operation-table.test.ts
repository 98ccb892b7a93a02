import assert from "node:assert/strict";
import { test } from "node:test";
import { type OperationFile, toOperationTable } from "./operation-table.ts";

const toTable = (...files: readonly OperationFile[]) =>
  toOperationTable({ service: "iam", operationNames: ["GetSAMLProvider", "GetUser"], files });

test("each file is an operation's, which is loaded when it is asked for", () => {
  const table = toTable(
    { name: "get-user.ts", text: 'export const getUser: IamOperation<"GetUser"> = async () => ({});\n' },
    { name: "get-saml-provider.ts", text: "export const getSAMLProvider = read;\nfunction read() {}\n" },
  );
  assert.deepEqual(table.split("\n").slice(3), [
    "export const operations = {",
    '  GetSAMLProvider: async () => (await import("../operations/get-saml-provider.ts")).getSAMLProvider,',
    '  GetUser: async () => (await import("../operations/get-user.ts")).getUser,',
    '} satisfies OperationLoaders<typeof import("@aws-sdk/client-iam"), never>;',
    "",
  ]);
});

test("a file that is not one operation by its name is told of", () => {
  assert.throws(() => toTable({ name: "get-usr.ts", text: "export const getUsr = 1;" }), {
    message: "operations/get-usr.ts: iam has no operation of that name",
  });
  assert.throws(() => toTable({ name: "get-user.ts", text: "export const getRole = 1;" }), {
    message: "operations/get-user.ts: it has to export getUser and nothing else, not getRole",
  });
  assert.throws(
    () => toTable({ name: "get-user.ts", text: "export const getUser = 1;\nexport function toUser() {}" }),
    {
      message: "operations/get-user.ts: it has to export getUser and nothing else, not getUser, toUser",
    },
  );
  assert.throws(() => toTable({ name: "get-user.ts", text: "const getUser = 1;" }), /nothing else, not none$/);
});

test("two files can't be one operation", () => {
  const text = "export const getSAMLProvider = 1;";
  assert.throws(() => toTable({ name: "get-saml-provider.ts", text }, { name: "get-samlprovider.ts", text }), {
    message: "operations/get-samlprovider.ts: GetSAMLProvider has a file already",
  });
});
