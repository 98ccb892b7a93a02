import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sql } from "../../../storage/statement.ts";
import type { Principal } from "../../principal.ts";
import { createAccessControl } from "../access/access-control.ts";
import { iam } from "../service.ts";

const account = "000000000000";
const name = { UserName: "anna" };
const dayMs = 24 * 60 * 60 * 1000;

async function open(context: TestContext) {
  const harness = await openServiceTest(context, [iam], { access: createAccessControl, auth: "enforce" });
  const { access } = harness.table.host;
  const { User } = await harness.call("iam", "CreateUser", name);
  const anna: Principal = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  /** Whoever the session token says: what the gateway would find. */
  const callerOf = async (password: string) => {
    const signedIn = await access.signIn(account, "anna", password);
    const { accessKeyId = "", sessionToken } = signedIn?.credentials ?? {};
    const found = await access.findCredentials(accessKeyId, sessionToken);
    return { signedIn, caller: found?.principal ?? assert.fail("the sign-in was refused") };
  };
  return { ...harness, access, anna, callerOf };
}

test("a login profile is made, told, changed and deleted, and never tells its password", async (context) => {
  const { call, clock, table } = await open(context);
  await refuses(
    call("iam", "GetLoginProfile", name),
    "NoSuchEntityException",
    "Login Profile for User anna cannot be found.",
  );
  await refuses(call("iam", "UpdateLoginProfile", name), "NoSuchEntityException", /^Login Profile/);
  const { LoginProfile } = await call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-42" });
  assert.deepEqual(LoginProfile, {
    UserName: "anna",
    CreateDate: new Date(clock.nowMs()),
    PasswordResetRequired: false,
  });
  assert.deepEqual((await call("iam", "GetLoginProfile", name)).LoginProfile, LoginProfile);
  await refuses(
    call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-43" }),
    "EntityAlreadyExistsException",
    "Login Profile for user anna already exists.",
  );
  await refuses(
    call("iam", "DeleteUser", name),
    "DeleteConflictException",
    "Cannot delete entity, must delete login profile first.",
  );
  const partition = table.host.storage.partition({ account, region: "", kind: "iam.account", name: "" });
  const stored = JSON.stringify(await partition.read((tx) => tx.all(allEntities, {})));
  assert.match(stored, /scrypt\$/);
  assert.ok(!stored.includes("Blue-Sky-42"), "only a hash is kept");

  await call("iam", "UpdateLoginProfile", { ...name, PasswordResetRequired: true });
  assert.equal((await call("iam", "GetLoginProfile", name)).LoginProfile?.PasswordResetRequired, true);
  await call("iam", "DeleteLoginProfile", name);
  await refuses(call("iam", "DeleteLoginProfile", name), "NoSuchEntityException", /^Login Profile/);
  await call("iam", "DeleteUser", name);
});

const allEntities = sql<Record<never, never>, { entity: string }>(
  "SELECT entity FROM iam_entities WHERE partition = :partition",
);

test("signing in gives the user's own credentials for twelve hours, to nobody else", async (context) => {
  const { call, clock, access, callerOf } = await open(context);
  assert.equal(await access.signIn(account, "anna", ""), undefined, "a user without a login profile");
  await call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-42" });
  const wrong = [
    [account, "anna", "blue-sky-42"],
    [account, "otto", "Blue-Sky-42"],
    ["111111111111", "anna", "Blue-Sky-42"],
    ["nobodys-alias", "anna", "Blue-Sky-42"],
  ] as const;
  for (const [of, user, password] of wrong) assert.equal(await access.signIn(of, user, password), undefined);
  assert.equal((await call("iam", "GetUser", name)).User?.PasswordLastUsed, undefined);

  const { signedIn, caller } = await callerOf("Blue-Sky-42");
  assert.equal(signedIn?.credentials.expiresMs, clock.nowMs() + 12 * 60 * 60 * 1000);
  assert.equal(signedIn.mustChangePassword, false);
  assert.deepEqual((await call("iam", "GetUser", name)).User?.PasswordLastUsed, new Date(clock.nowMs()));
  await refuses(call("iam", "ListUsers", {}, caller), "AccessDenied", /user\/anna is not authorized to perform/);
  await call("iam", "AttachUserPolicy", { ...name, PolicyArn: "arn:aws:iam::aws:policy/IAMReadOnlyAccess" });
  assert.equal((await call("iam", "ListUsers", {}, caller)).Users?.length, 1);

  await call("iam", "DeleteLoginProfile", name);
  assert.equal(await access.signIn(account, "anna", "Blue-Sky-42"), undefined);
});

test("an account's alias signs in, and belongs to one account", async (context) => {
  const { call, access, table, asRoot } = await open(context);
  await call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-42" });
  await call("iam", "CreateAccountAlias", { AccountAlias: "school" });
  assert.equal((await access.signIn("school", "anna", "Blue-Sky-42"))?.account, account);
  const other = { ...asRoot, account: "111111111111", principal: { ...asRoot.principal, account: "111111111111" } };
  const take = () => table.call("iam", "CreateAccountAlias", { AccountAlias: "school" }, other);
  await refuses(take(), "EntityAlreadyExistsException", "The account alias school already exists.");
  await call("iam", "CreateAccountAlias", { AccountAlias: "college" });
  assert.equal(await access.signIn("school", "anna", "Blue-Sky-42"), undefined);
  await take();
  await call("iam", "DeleteAccountAlias", { AccountAlias: "college" });
  assert.equal(await access.signIn("college", "anna", "Blue-Sky-42"), undefined);
});

test("who must change the password can do that and nothing else, even what a policy allows", async (context) => {
  const { call, callerOf } = await open(context);
  for (const policy of ["IAMUserChangePassword", "AdministratorAccess"]) {
    await call("iam", "AttachUserPolicy", { ...name, PolicyArn: `arn:aws:iam::aws:policy/${policy}` });
  }
  await call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-42", PasswordResetRequired: true });
  const first = await callerOf("Blue-Sky-42");
  assert.equal(first.signedIn?.mustChangePassword, true);
  await refuses(call("iam", "ListUsers", {}, first.caller), "AccessDenied", /explicit deny in a session policy/);
  const change = (OldPassword: string, NewPassword: string) =>
    call("iam", "ChangePassword", { OldPassword, NewPassword }, first.caller);
  await refuses(change("Blue-Sky-4", "Green-Sea-7"), "AccessDenied", "The old password was incorrect.");
  await refuses(
    change("Blue-Sky-42", "short"),
    "PasswordPolicyViolationException",
    "Password should have a minimum length of 8",
  );
  await refuses(change("Blue-Sky-42", "onlyletters"), "PasswordPolicyViolationException", /at least three of/);
  await change("Blue-Sky-42", "Green-Sea-7");
  const second = await callerOf("Green-Sea-7");
  assert.equal(second.signedIn?.mustChangePassword, false);
  assert.equal((await call("iam", "ListUsers", {}, second.caller)).Users?.length, 1);
  await assert.rejects(callerOf("Blue-Sky-42"), /refused/);
});

test("ChangePassword is for users, and for those who may", async (context) => {
  const { call, anna } = await open(context);
  const passwords = { OldPassword: "Blue-Sky-42", NewPassword: "Green-Sea-7" };
  await refuses(
    call("iam", "ChangePassword", passwords),
    "InvalidUserTypeException",
    "Only IAM Users can change their own password",
  );
  await call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-42" });
  await refuses(call("iam", "ChangePassword", passwords, anna), "AccessDenied", /iam:ChangePassword on resource/);
  await call("iam", "UpdateAccountPasswordPolicy", { AllowUsersToChangePassword: true });
  await call("iam", "ChangePassword", passwords, anna);
  await call("iam", "UpdateAccountPasswordPolicy", {});
  await refuses(call("iam", "ChangePassword", passwords, anna), "AccessDenied", /iam:ChangePassword on resource/);
});

test("the account's password policy", async (context) => {
  const { call } = await open(context);
  const absent = "The Password Policy with domain name 000000000000 cannot be found.";
  await refuses(call("iam", "GetAccountPasswordPolicy", {}), "NoSuchEntityException", absent);
  await refuses(
    call("iam", "DeleteAccountPasswordPolicy", {}),
    "NoSuchEntityException",
    "The account policy with name PasswordPolicy cannot be found.",
  );
  const rules = {
    MinimumPasswordLength: 10,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
  };
  await call("iam", "CreateAccountAlias", { AccountAlias: "school" });
  await call("iam", "UpdateAccountPasswordPolicy", { ...rules, MaxPasswordAge: 90, PasswordReusePrevention: 2 });
  assert.deepEqual((await call("iam", "ListAccountAliases", {})).AccountAliases, ["school"]);
  assert.deepEqual((await call("iam", "GetAccountPasswordPolicy", {})).PasswordPolicy, {
    ...rules,
    AllowUsersToChangePassword: false,
    ExpirePasswords: true,
    MaxPasswordAge: 90,
    PasswordReusePrevention: 2,
    HardExpiry: false,
  });
  const faults = {
    "Blue-42": "Password should have a minimum length of 10",
    "blue-sky-4242": "Password should have at least one uppercase letter",
    "BLUE-SKY-4242": "Password should have at least one lowercase letter",
    "Blue-Sky-Blue": "Password should have at least one number",
    BlueSky42BlueSky: "Password should have at least one symbol",
  };
  for (const [Password, fault] of Object.entries(faults)) {
    const create = call("iam", "CreateLoginProfile", { ...name, Password });
    await refuses(create, "PasswordPolicyViolationException", fault);
  }
  await call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-4242" });
  const change = (Password: string) => call("iam", "UpdateLoginProfile", { ...name, Password });
  await refuses(change("Blue-Sky-4242"), "PasswordPolicyViolationException", /used previously/);
  await change("Green-Sea-4242");
  await refuses(change("Blue-Sky-4242"), "PasswordPolicyViolationException", /used previously/);
  await change("Red-Sand-4242");
  await change("Blue-Sky-4242");
  await call("iam", "DeleteAccountPasswordPolicy", {});
  await refuses(call("iam", "GetAccountPasswordPolicy", {}), "NoSuchEntityException", absent);
});

test("a password past its age is changed, or with hard expiry ends access", async (context) => {
  const { call, access, clock } = await open(context);
  await call("iam", "CreateLoginProfile", { ...name, Password: "Blue-Sky-42" });
  await call("iam", "UpdateAccountPasswordPolicy", { MaxPasswordAge: 30 });
  clock.advance(30 * dayMs - 1);
  assert.equal((await access.signIn(account, "anna", "Blue-Sky-42"))?.mustChangePassword, false);
  clock.advance(1);
  assert.equal((await access.signIn(account, "anna", "Blue-Sky-42"))?.mustChangePassword, true);
  await call("iam", "UpdateAccountPasswordPolicy", { MaxPasswordAge: 30, HardExpiry: true });
  assert.equal(await access.signIn(account, "anna", "Blue-Sky-42"), undefined);
  await call("iam", "UpdateLoginProfile", { ...name, Password: "Green-Sea-7" });
  assert.equal((await access.signIn(account, "anna", "Green-Sea-7"))?.mustChangePassword, false);
});
