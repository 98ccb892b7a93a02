import { useCallback, useEffect, useMemo, useState } from "react";
import { defaultRegion, regions } from "../aws/regions.ts";
import { type Credentials, defaultAccount, openCredentials } from "../aws/session.ts";
import { readStored, removeStored, useStored, writeStored } from "../live/stored.ts";

export interface SessionChoice {
  readonly credentials: Credentials;
  readonly region: string;
  readonly isSignedIn: boolean;
  readonly chooseRegion: (region: string) => void;
  /** Only in open mode, where an access key of twelve digits is the account. */
  readonly chooseAccount: (account: string) => void;
  readonly signIn: (credentials: Credentials) => void;
  readonly signOut: () => void;
  /** The session is over without the user's doing. */
  readonly end: () => void;
  readonly isEnded: boolean;
}

/** The region and account stay with the browser; what was signed in with, with the tab, and only to its end. */
export function useSessionChoice(): SessionChoice {
  const [region, chooseRegion] = useStored("region", regionOfAddress() ?? readStored("region", defaultRegion));
  const [account, chooseAccount] = useStored("account", defaultAccount);
  const [signedIn, setSignedIn] = useState(readSignIn);
  const [isEnded, setEnded] = useState(() => signedIn === undefined && hasStoredSignIn());

  const signIn = useCallback((credentials: Credentials) => {
    writeStored("sign-in", credentials, window.sessionStorage);
    setSignedIn(credentials);
    setEnded(false);
  }, []);
  const leave = useCallback((isEnd: boolean) => {
    writeStored("sign-in", undefined, window.sessionStorage);
    setSignedIn(undefined);
    setEnded(isEnd);
  }, []);
  const signOut = useCallback(() => {
    // With who leaves goes what he has not deployed; a session that ends by itself takes nothing from him.
    removeStored("draft.", window.sessionStorage);
    leave(false);
  }, [leave]);
  const end = useCallback(() => leave(true), [leave]);

  useEffect(() => {
    if (!signedIn?.endsAtMs) return;
    const timer = window.setTimeout(end, Math.max(signedIn.endsAtMs - Date.now(), 0));
    return () => window.clearTimeout(timer);
  }, [signedIn, end]);

  return useMemo(
    () => ({
      credentials: signedIn ?? openCredentials(account),
      region,
      isSignedIn: signedIn !== undefined,
      chooseRegion,
      chooseAccount,
      signIn,
      signOut,
      end,
      isEnded,
    }),
    [signedIn, account, region, isEnded, chooseRegion, chooseAccount, signIn, signOut, end],
  );
}

/** A link may name its region, as AWS's do. */
function regionOfAddress(): string | undefined {
  const asked = new URLSearchParams(window.location.search).get("region");
  return regions.find(({ code }) => code === asked)?.code;
}

function readSignIn(): Credentials | undefined {
  const stored = readStored<Credentials | undefined>("sign-in", undefined, window.sessionStorage);
  return stored?.endsAtMs && stored.endsAtMs > Date.now() ? stored : undefined;
}

/** Also of a session that has ended meanwhile. */
function hasStoredSignIn(): boolean {
  return readStored<Credentials | undefined>("sign-in", undefined, window.sessionStorage) !== undefined;
}
