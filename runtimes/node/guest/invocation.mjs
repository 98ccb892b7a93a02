/** Runs one event through the handler. Fulfilled with what it gave: `{ result }` or `{ error }`. */
import { addCallbacks, createContext } from "./context.mjs";
import { setRequestId } from "./logs.mjs";

/**
 * `whenIdle(callback)` calls back when the event loop has nothing left to do: a function that has neither answered nor anything to wait
 * for answers null, and one that has called back answers only then, unless it says otherwise. `runStreaming(event, context)` runs a
 * handler that streams, whose outcome is its own.
 */
export function runInvocation(handler, invocation, allowsCallback, runStreaming, whenIdle) {
  setRequestId(invocation.requestId);
  if (invocation.traceId === undefined) delete process.env._X_AMZN_TRACE_ID;
  else process.env._X_AMZN_TRACE_ID = invocation.traceId;
  return new Promise((resolve) => {
    let isOver = false;
    const finish = (error, result, waits) => {
      if (isOver) return;
      isOver = true;
      const outcome = error === undefined ? { result } : { error };
      if (waits && error === undefined) whenIdle(() => resolve(outcome));
      else resolve(outcome);
    };
    whenIdle(() => finish(undefined, null, false));
    try {
      const context = createContext(invocation);
      const event = JSON.parse(invocation.event);
      if (runStreaming) {
        runStreaming(event, context).then(({ error }) => finish(error, undefined, false));
        return;
      }
      if (!allowsCallback) {
        Promise.resolve(handler(event, context)).then(
          (value) => finish(undefined, value, false),
          (error) => finish(error ?? new Error(String(error)), undefined, false),
        );
        return;
      }
      const callback = addCallbacks(context, finish);
      const returned = handler(event, context, callback);
      if (returned instanceof Promise) returned.then(context.succeed, context.fail);
    } catch (error) {
      finish(error, undefined, false);
    }
  });
}
