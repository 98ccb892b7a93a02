/** The function's answer is no HTTP answer. Its client is only told that the function failed; the message is for the function's owner. */
export class BadProxyAnswer extends Error {
  override readonly name = "BadProxyAnswer";
}
