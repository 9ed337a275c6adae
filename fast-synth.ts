/**
 * Synthesizes an app faster, on request: `import "cdktf-hybrid-kubernetes/fast-synth";` is the first line of the app.
 *
 * For every token cdktf notes the whole call stack that made it, which is a good part of an app's time. Only the error about a
 * token that cannot be resolved shows such a stack; without them it no longer says where the token was made. What is
 * written is the same to the byte.
 *
 * It changes cdktf for the whole process. So it is the app that asks for it, and never this library by itself.
 */
import { createRequire } from "node:module";

interface StackTraceModule {
  captureStackTrace?: () => string[];
  /** Only cdktn has it. */
  readonly captureCreationStack?: () => string[];
}

// The switch that cdktn has for this.
process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";

const stackTrace = stackTraceModule();
if (stackTrace.captureStackTrace === undefined) {
  process.emitWarning(
    "this version of cdktf notes call stacks in another way: it works, at its usual speed",
    "FastSynth",
  );
} else if (stackTrace.captureCreationStack === undefined) {
  stackTrace.captureStackTrace = () => [];
}

function stackTraceModule(): StackTraceModule {
  try {
    // Relative to the package's main file, which finds the module whether or not the package exports it.
    return createRequire(require.resolve("cdktf"))("./tokens/private/stack-trace");
  } catch {
    return {};
  }
}
