import { TerraformStack } from "cdktf";
import { State } from "../../lib/state";
import { synthesize } from "../support/synthesize";

const terraformOf = (state: State) =>
  synthesize((app) => state.bind(new TerraformStack(app, "production-dns"))).stacks["production-dns"]?.terraform;

test("is a file beside the output folder, without a path of this machine", () => {
  expect(terraformOf(State.local())).toEqual({
    backend: { local: { path: "../../../terraform.production-dns.tfstate" } },
  });
});

test("is a bucket of Google Cloud", () => {
  expect(terraformOf(State.gcs({ bucket: "states" }))).toEqual({
    backend: { gcs: { bucket: "states", prefix: "terraform/production-dns" } },
  });
});

test("is a bucket of AWS, encrypted and locked", () => {
  expect(terraformOf(State.s3({ bucket: "states", region: "eu-west-1", prefix: "video" }))).toEqual({
    backend: {
      s3: {
        bucket: "states",
        region: "eu-west-1",
        key: "video/production-dns.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    },
  });
});

test("is a workspace of HCP Terraform", () => {
  expect(terraformOf(State.hcp({ organization: "acme", project: "video" }))).toEqual({
    cloud: { organization: "acme", workspaces: { name: "production-dns", project: "video" } },
  });
});

test("a path for local files is refused, which would be taken for where they are", () => {
  const local = State.local as (...given: readonly unknown[]) => State;
  expect(() => local("states")).toThrow(
    'State.local: path: got "states", expected nothing: the files are beside cdktf.out, one for each stack',
  );
});
