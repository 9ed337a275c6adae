#!/usr/bin/env node
// Refuses stacks whose state is a file: the machine of a job is thrown away, and the state with it. Whoever deploys next makes everything
// a second time.
//   local-states.mjs <cdktf.out> <stack>...
// ALLOW_LOCAL_STATE=1 allows it, for a runner of your own that keeps its folders.
import { readFileSync } from "node:fs";

const [out, ...stacks] = process.argv.slice(2);
const isLocal = (stack) => {
  const { terraform = {} } = JSON.parse(readFileSync(`${out}/stacks/${stack}/cdk.tf.json`, "utf8"));
  return terraform.cloud === undefined && Object.keys(terraform.backend ?? { local: {} }).includes("local");
};
const local = process.env.ALLOW_LOCAL_STATE ? [] : stacks.filter(isLocal);
if (local.length > 0) {
  console.error(`the state is a file, which is lost when this job ends, of: ${local.join(" ")}`);
  console.error(
    'Keep it in a bucket: state: State.gcs({ bucket: "…" }), or State.s3. See docs/state.md of cdktf-hybrid-kubernetes.',
  );
  process.exit(1);
}
