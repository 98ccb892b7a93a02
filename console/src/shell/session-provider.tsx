import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo } from "react";
import { type CallLog, createCallLog } from "../aws/call-log.ts";
import { type ClientConstructor, createClients } from "../aws/clients.ts";
import { isDenied } from "../aws/errors.ts";
import type { Session } from "../aws/session.ts";
import { useLive } from "../live/use-live.ts";
import { ServerAway } from "./server-away.tsx";
import { type SessionChoice, useSessionChoice } from "./session-choice.ts";

/** The session and what changes it. */
interface SessionValue extends Session, SessionChoice {
  readonly client: <C>(kind: ClientConstructor<C>) => C;
  /** What its pages have asked AWS for. */
  readonly calls: CallLog;
}

const SessionContext = createContext<SessionValue | undefined>(undefined);
const SignIn = lazy(() => import("./sign-in/sign-in.tsx"));

/** Asks STS who we are: a server in open mode says the account, one that enforces refuses what is not signed in. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const choice = useSessionChoice();
  const { credentials, region, isSignedIn, end } = choice;
  const { client, calls } = useMemo(() => {
    const log = createCallLog();
    return { client: createClients(credentials, region, isSignedIn ? end : undefined, log), calls: log };
  }, [credentials, region, isSignedIn, end]);
  const identity = useLive(
    `identity/${credentials.accessKeyId}/${credentials.sessionToken ?? ""}/${region}`,
    () => client(STSClient).send(new GetCallerIdentityCommand({})),
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const { Account: account, Arn: callerArn } = identity.data ?? {};
  const value = useMemo<SessionValue | undefined>(
    () => (account && callerArn ? { ...choice, account, callerArn, client, calls } : undefined),
    [choice, account, callerArn, client, calls],
  );

  if (value) return <SessionContext value={value}>{children}</SessionContext>;
  if (identity.isLoading) return null;
  if (!isDenied(identity.error)) return <ServerAway error={identity.error} onRetry={identity.refresh} />;
  return (
    <Suspense fallback={null}>
      <SignIn region={region} isEnded={choice.isEnded} onSignedIn={choice.signIn} />
    </Suspense>
  );
}

export function useSession(): SessionValue {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is used outside a session.");
  return session;
}

/** The session's client of this kind: `useClient(LambdaClient)`. */
export function useClient<C>(kind: ClientConstructor<C>): C {
  return useSession().client(kind);
}
