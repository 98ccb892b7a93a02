import Input from "@cloudscape-design/components/input";
import { type ReactNode, useState } from "react";
import type { Credentials } from "../../aws/session.ts";
import { signInWithPassword } from "../../aws/sign-in.ts";
import { Field } from "../../form/field.tsx";
import { useStored } from "../../live/stored.ts";
import { useAction } from "../../live/use-action.ts";
import type { ToChange } from "./sign-in.tsx";
import { SignInForm } from "./sign-in-form.tsx";

interface UserFormProps {
  readonly choice: ReactNode;
  readonly onSignedIn: (credentials: Credentials) => void;
  readonly onMustChange: (toChange: ToChange) => void;
}

/** As on AWS's page "IAM user sign in". The account of the last sign-in, or of the link, is filled in. */
export function UserForm({ choice, onSignedIn, onMustChange }: UserFormProps) {
  const [lastAccount, setLastAccount] = useStored("sign-in-account", "");
  const [account, setAccount] = useState(() => accountOfAddress() ?? lastAccount);
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useAction(async () => {
    const given = { account: account.trim().replaceAll(/^(\d{4})-?(\d{4})-?(\d{4})$/g, "$1$2$3"), user, password };
    const { credentials, mustChangePassword } = await signInWithPassword(given);
    setLastAccount(given.account);
    if (mustChangePassword) onMustChange({ given, credentials });
    else onSignedIn(credentials);
  });
  return (
    <SignInForm title="Sign in to Squall" submit="Sign in" failed="The sign-in was refused" action={signIn}>
      {choice}
      <Field
        label="Account ID or account alias"
        problem={account.trim() === "" ? "Enter an account ID or alias." : undefined}
      >
        <Input
          value={account}
          autoFocus={account === ""}
          spellcheck={false}
          autoComplete="organization"
          onChange={({ detail }) => setAccount(detail.value)}
        />
      </Field>
      <Field label="IAM user name" problem={user === "" ? "Enter a user name." : undefined}>
        <Input
          value={user}
          autoFocus={account !== ""}
          spellcheck={false}
          autoComplete="username"
          onChange={({ detail }) => setUser(detail.value.trim())}
        />
      </Field>
      <Field
        label="Password"
        description="The session ends after 12 hours, or with this tab."
        problem={password === "" ? "Enter the password." : undefined}
      >
        <Input
          value={password}
          type="password"
          autoComplete="current-password"
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </Field>
    </SignInForm>
  );
}

/** A user's console sign-in link names the account. */
function accountOfAddress(): string | undefined {
  return new URLSearchParams(window.location.search).get("account") ?? undefined;
}
