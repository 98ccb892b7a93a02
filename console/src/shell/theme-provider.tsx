import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { applyTheme, isDark, storedTheme, storeTheme, systemIsDark, type Theme } from "./theme.ts";

interface ThemeChoice {
  readonly theme: Theme;
  readonly dark: boolean;
  readonly choose: (theme: Theme) => void;
}

const ThemeContext = createContext<ThemeChoice | undefined>(undefined);

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [theme, setTheme] = useState(storedTheme);
  const [dark, setDark] = useState(() => isDark(theme));

  useEffect(() => {
    const follow = () => {
      applyTheme(theme);
      setDark(isDark(theme));
    };
    follow();
    const system = systemIsDark();
    system.addEventListener("change", follow);
    return () => system.removeEventListener("change", follow);
  }, [theme]);

  const choice = useMemo<ThemeChoice>(
    () => ({
      theme,
      dark,
      choose: (next) => {
        storeTheme(next);
        setTheme(next);
      },
    }),
    [theme, dark],
  );
  return <ThemeContext value={choice}>{children}</ThemeContext>;
}

export function useTheme(): ThemeChoice {
  const choice = useContext(ThemeContext);
  if (!choice) throw new Error("useTheme is used outside the page.");
  return choice;
}
