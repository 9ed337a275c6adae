import type { ProviderFacts } from "./facts";

/** What stands before the tables of docs/changes.md. */
export function introduction({ providers: { google, aws, kubernetes } }: ProviderFacts): string {
  return `# Changes

What happens when an option of a running platform changes: before you write it, here; before you apply it, in the plan, of which
[\`review --plans\`](command-line.md) says what is replaced or lost, and which option causes it.

- **In place** is an update: the thing stays what it is, with its name and its address.
- **Replaces** is the removal of one thing and another one in its place. It is gone for as long as the other takes to be made, unless the
  new one is there first. [What is lost](#what-is-lost) with it is in a table of its own.
- **Nothing: the earlier value stays** is an option that is taken away, and whose value the provider keeps. To be rid of it, set
  another value.
- **No resource** is an option that is judged at synthesis, or that changes outputs alone.

What is refused at synthesis changes nothing: the refusal names the option and what is expected. Google and AWS may refuse more, such as
to delete what is in use.

## I want to …

**Rename a service.** With the former key as its \`name\`, another key of \`services\` changes nothing but the program. Without it, another
key is another service: in one apply of the edge stack Terraform makes the new backend service, moves its host name there and removes the
old one. Its endpoint groups are empty until the Kubernetes service has the new annotation and GKE has filled them, and until then users
get 503. Where the name in the cloud must change, add the new service beside the old one, with a host name of its own, move users there,
and remove the old key. To change the address that users know, change \`hostName\` alone.

**Move a link.** With the former key as its \`name\`, another key of \`links\` changes nothing. Another name, another region and another gateway replace tunnels and sessions, and with them the routes. Add
the new link beside the old one, with a key and ranges of its own, wait until \`gcloud compute routers get-status\` has its routes, then
remove the old key: [links to data centres](data-center-links.md). A new pre-shared key replaces its tunnel: one tunnel per apply, so that
the other one carries the traffic.

**Drop a region.** One apply cannot do it: the cluster goes first, then its backends, and the subnet last. Drain it, and follow
[the three steps](drain-a-region.md#remove); \`review\` prints its commands.

**Change a node pool under traffic.** What replaces a pool removes all its nodes at once. Add a pool with another key, let the pods
move, and remove the old key: [node pools](node-pool.md#what-changes-in-place-and-what-does-not).

## Where this comes from

Each row is a pair of programs that differ in this option. Terraform planned the second one over what the first one had made, with the
real providers and without a cloud: google ${google?.asked}${otherVersion(google)}, aws ${aws?.asked}${otherVersion(aws)}. The provider of Kubernetes ${kubernetes?.bindings}
plans with a live cluster, so its source was read in place of that. Whether the cloud accepts what is planned was not tried.

The keys of this page are the options of the [reference](api/README.md); \`*\` stands for a key of yours.`;
}

/** Where another version was asked than that of the bindings. */
function otherVersion(provider: { readonly asked: string; readonly bindings: string } | undefined): string {
  return provider === undefined || provider.asked === provider.bindings ? "" : ` in place of ${provider.bindings}`;
}
