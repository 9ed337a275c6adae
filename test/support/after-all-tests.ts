import { rmSync } from "node:fs";

/** Removes the folder that `before-all-tests.ts` made. */
export default function afterAllTests(): void {
  rmSync(process.env.TMPDIR as string, { recursive: true, force: true });
}
