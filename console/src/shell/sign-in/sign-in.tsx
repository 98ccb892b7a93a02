import Alert from "@cloudscape-design/components/alert";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { Credentials } from "../../aws/session.ts";
import type { UserPassword } from "../../aws/sign-in.ts";
import { AccessKeyForm } from "./access-key-form.tsx";
import { UserForm } from "./user-form.tsx";

interface SignInProps {
  readonly region: string;
  /** The last session has ended by itself. */
  readonly isEnded: boolean;
  readonly onSignedIn: (credentials: Credentials) => void;
}

const ChangePasswordForm = lazy(() => import("./change-password-form.tsx"));

/** Sign-in as an IAM user with a password, or by access key. Either way what stays in the tab are temporary credentials. */
export default function SignIn({ region, isEnded, onSignedIn }: SignInProps) {
  const [way, setWay] = useState<keyof typeof ways>("user");
  const [toChange, setToChange] = useState<ToChange>();
  if (toChange) {
    return (
      <Narrow>
        <Suspense fallback={null}>
          <ChangePasswordForm {...toChange} region={region} onSignedIn={onSignedIn} />
        </Suspense>
      </Narrow>
    );
  }
  const choice = (
    <SpaceBetween size="m">
      {isEnded && <Alert type="info">Your session has ended. Sign in again to go on.</Alert>}
      <RadioGroup
        ariaLabel="Sign in as"
        value={way}
        items={Object.entries(ways).map(([value, label]) => ({ value, label }))}
        onChange={({ detail }) => setWay(detail.value as keyof typeof ways)}
      />
    </SpaceBetween>
  );
  return (
    <Narrow>
      {way === "user" ? (
        <UserForm choice={choice} onSignedIn={onSignedIn} onMustChange={setToChange} />
      ) : (
        <AccessKeyForm choice={choice} region={region} onSignedIn={onSignedIn} />
      )}
    </Narrow>
  );
}

export interface ToChange {
  readonly given: UserPassword;
  /** Good for changing the password only. */
  readonly credentials: Credentials;
}

const ways = { user: "IAM user", key: "Access key" } as const;

function Narrow({ children }: { children: ReactNode }) {
  return <main style={{ maxInlineSize: 480, margin: "10vh auto", paddingInline: 16 }}>{children}</main>;
}
