/** The window's event at which everything that the page shows is asked for again. */
export const serverIsBack = "squall:server-is-back";
