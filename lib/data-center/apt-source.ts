/** A repository of packages, on a mirror of yours. */
export interface AptSource {
  /** Its URI: `https://mirror.example.com/kubernetes/1.36/deb/`. */
  readonly uri: string;

  /** Its suite, as `bookworm`; or, for a repository without suites, a path below the URI that ends with a slash, as `/`. */
  readonly suite: string;

  /**
   * Its components: `["main"]`. A suite that is a path has none.
   *
   * @default - none
   */
  readonly components?: readonly string[];

  /**
   * Who signs it: the public key itself, from `-----BEGIN PGP PUBLIC KEY BLOCK-----` on, or the path of a file that each server has, as
   * `/usr/share/keyrings/example.asc`.
   */
  readonly signedBy: string;
}
