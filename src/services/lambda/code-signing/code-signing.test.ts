import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

const { create, lambda, settled } = await openLambda(wholeFile);
const source = "def handler(event, context):\n    return 1\n";
const publisher = "arn:aws:signer:us-east-1:000000000000:/signing-profiles/test";
const AllowedPublishers = { SigningProfileVersionArns: [publisher] };
await create("signed", source);
const FunctionName = "signed";
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:signed";
const absent = "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-00000000000000000";

test("a configuration is made, changed, listed, and deleted once no function has it", async () => {
  const { CodeSigningConfig: made } = await lambda("CreateCodeSigningConfig", { AllowedPublishers });
  const CodeSigningConfigArn = made?.CodeSigningConfigArn ?? "";
  assert.match(CodeSigningConfigArn, /^arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-[a-z0-9]{17}$/);
  assert.deepEqual(made?.CodeSigningPolicies, { UntrustedArtifactOnDeployment: "Warn" });
  const change = { CodeSigningConfigArn, CodeSigningPolicies: { UntrustedArtifactOnDeployment: "Enforce" } } as const;
  await lambda("UpdateCodeSigningConfig", change);
  const { CodeSigningConfig: stored } = await lambda("GetCodeSigningConfig", { CodeSigningConfigArn });
  assert.deepEqual(
    [stored?.CodeSigningPolicies, stored?.AllowedPublishers],
    [change.CodeSigningPolicies, AllowedPublishers],
  );
  assert.deepEqual((await lambda("ListCodeSigningConfigs", {})).CodeSigningConfigs, [stored]);
  assert.deepEqual(await lambda("PutFunctionCodeSigningConfig", { FunctionName, CodeSigningConfigArn }), {
    CodeSigningConfigArn,
    FunctionName,
  });
  const users = await lambda("ListFunctionsByCodeSigningConfig", { CodeSigningConfigArn });
  assert.deepEqual(users.FunctionArns, [functionArn]);
  const inUse = { name: "ResourceConflictException" };
  await assert.rejects(lambda("DeleteCodeSigningConfig", { CodeSigningConfigArn }), inUse);
  await lambda("DeleteFunctionCodeSigningConfig", { FunctionName });
  await lambda("DeleteFunctionCodeSigningConfig", { FunctionName });
  const none = await lambda("GetFunctionCodeSigningConfig", { FunctionName });
  assert.deepEqual([none.CodeSigningConfigArn, none.FunctionName], [undefined, undefined]);
  await lambda("DeleteCodeSigningConfig", { CodeSigningConfigArn });
  await assert.rejects(lambda("GetCodeSigningConfig", { CodeSigningConfigArn }), {
    name: "ResourceNotFoundException",
    message: `The Lambda code signing configuration ${CodeSigningConfigArn} can not be found.`,
  });
});

test("what nobody signed is not deployed where signatures are enforced, and is where they are not", async () => {
  const CodeSigningPolicies = { UntrustedArtifactOnDeployment: "Enforce" } as const;
  const { CodeSigningConfig } = await lambda("CreateCodeSigningConfig", { AllowedPublishers, CodeSigningPolicies });
  const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn ?? "";
  const refused = { name: "CodeVerificationFailedException" };
  const made = { ...pythonFunction("strict", source), CodeSigningConfigArn };
  await assert.rejects(lambda("CreateFunction", made), refused);
  await assert.rejects(lambda("GetFunction", { FunctionName: "strict" }), { name: "ResourceNotFoundException" });
  await lambda("PutFunctionCodeSigningConfig", { FunctionName, CodeSigningConfigArn });
  assert.equal(
    (await lambda("GetFunctionCodeSigningConfig", { FunctionName })).CodeSigningConfigArn,
    CodeSigningConfigArn,
  );
  const update = () => lambda("UpdateFunctionCode", { FunctionName, ZipFile: zip({ "app.py": source }) });
  await assert.rejects(update(), refused);
  await lambda("UpdateFunctionConfiguration", { FunctionName, Description: "no deployment" });
  await settled(FunctionName);
  const lenient = { UntrustedArtifactOnDeployment: "Warn" } as const;
  await lambda("UpdateCodeSigningConfig", { CodeSigningConfigArn, CodeSigningPolicies: lenient });
  await update();
  assert.equal((await lambda("CreateFunction", made)).State, "Pending");
});

test("a missing configuration is told before a missing function", async () => {
  const missing = {
    name: "CodeSigningConfigNotFoundException",
    message: `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${absent}.`,
  };
  const both = { FunctionName: "absent", CodeSigningConfigArn: absent };
  await assert.rejects(lambda("PutFunctionCodeSigningConfig", both), missing);
  await assert.rejects(
    lambda("CreateFunction", { ...pythonFunction("x", source), CodeSigningConfigArn: absent }),
    missing,
  );
});
