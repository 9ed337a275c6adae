import type { ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";
import { checkOneOf } from "../../core/checks";
import type { Problems } from "../../core/problems";

const MODES = ["CONTAINER_IMAGE_CACHE", "DATA"] as const;

/** A disk image that every node of a pool starts with. A change of any of it replaces the pool. */
export interface SecondaryBootDisk {
  /** The disk image: `projects/P/global/images/I`. The account of GKE in the cluster's project must be able to read it. */
  readonly image: string;

  /**
   * What is on it: container images, which pods then start from without a download, or data such as a model, which pods mount.
   *
   * @default "CONTAINER_IMAGE_CACHE"
   */
  readonly mode?: (typeof MODES)[number];
}

/** How nodes come by the images of containers. */
export interface NodeImageOptions {
  /**
   * Whether containers start while their image is still being read: for large images. The image must be in Artifact Registry, and
   * the project's API `containerfilesystem.googleapis.com` must be on. Taken away, the pool keeps what it has, and `false` turns it off.
   *
   * @default - off, unless the project's defaults are otherwise; on with a secondary boot disk of container images
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming
   */
  readonly imageStreaming?: boolean;

  /**
   * A disk image with container images or data that every node starts with. One per pool: version 6.50 of the provider sends the first
   * alone. A change replaces the pool.
   *
   * @default - none
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/data-container-image-preloading
   */
  readonly secondaryBootDisk?: SecondaryBootDisk;
}

/** Validates how nodes come by the images of containers. */
export function checkNodeImageOptions(
  problems: Problems,
  { imageStreaming, secondaryBootDisk }: NodeImageOptions,
): void {
  problems.known("imageStreaming", imageStreaming);
  if (secondaryBootDisk === undefined) return;
  const { image, mode } = secondaryBootDisk;
  const below = problems.at("secondaryBootDisk");
  const isImage = (name: string) => /^projects\/[^/]+\/global\/images\/[^/]+$/.test(name);
  below.check("image", image, isImage, 'a disk image: "projects/P/global/images/I"', "name");
  checkOneOf(below, "mode", mode, MODES);
  if (!isImageCache(secondaryBootDisk)) return;
  const expected = "true, or nothing, with a secondary boot disk of container images, which are streamed from it";
  problems.check("imageStreaming", imageStreaming, (value) => value !== false, expected);
}

/** Whether a pool streams images, which is a call to an API of its own. */
export function streamsImages({ imageStreaming, secondaryBootDisk }: NodeImageOptions): boolean {
  return imageStreaming ?? isImageCache(secondaryBootDisk);
}

/** How nodes come by the images of containers, for the provider. */
export function imageConfig(options: NodeImageOptions): ContainerNodePoolNodeConfig {
  const { imageStreaming, secondaryBootDisk } = options;
  const isWritten = imageStreaming !== undefined || isImageCache(secondaryBootDisk);
  return {
    gcfsConfig: isWritten ? { enabled: streamsImages(options) } : undefined,
    secondaryBootDisks: secondaryBootDisk && [
      {
        diskImage: secondaryBootDisk.image,
        // Google's word for data is that there is none.
        mode: isImageCache(secondaryBootDisk) ? "CONTAINER_IMAGE_CACHE" : undefined,
      },
    ],
  };
}

function isImageCache(disk: SecondaryBootDisk | undefined): boolean {
  return disk !== undefined && (disk.mode ?? "CONTAINER_IMAGE_CACHE") === "CONTAINER_IMAGE_CACHE";
}
