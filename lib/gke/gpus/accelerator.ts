/** A GPU, by Google's name for it. The constants are what this version knows; `of()` takes any other. */
export class Accelerator {
  /** NVIDIA T4, attached to N1 machines. */
  public static readonly T4 = Accelerator.of("nvidia-tesla-t4");
  /** NVIDIA V100, attached to N1 machines. */
  public static readonly V100 = Accelerator.of("nvidia-tesla-v100");
  /** NVIDIA P100, attached to N1 machines. */
  public static readonly P100 = Accelerator.of("nvidia-tesla-p100");
  /** NVIDIA L4, built into G2 machines: video and inference. */
  public static readonly L4 = Accelerator.of("nvidia-l4");
  /** NVIDIA A100 with 40 GB, built into A2 machines. */
  public static readonly A100 = Accelerator.of("nvidia-tesla-a100");
  /** NVIDIA A100 with 80 GB, built into A2 ultra machines. */
  public static readonly A100_80GB = Accelerator.of("nvidia-a100-80gb");
  /** NVIDIA H100 with 80 GB, built into A3 high machines. */
  public static readonly H100 = Accelerator.of("nvidia-h100-80gb");
  /** NVIDIA H100 with 80 GB and the faster network of A3 mega machines. */
  public static readonly H100_MEGA = Accelerator.of("nvidia-h100-mega-80gb");
  /** NVIDIA H200, built into A3 ultra machines. */
  public static readonly H200 = Accelerator.of("nvidia-h200-141gb");
  /** NVIDIA B200, built into A4 machines. */
  public static readonly B200 = Accelerator.of("nvidia-b200");
  /** NVIDIA GB200, built into A4X machines. */
  public static readonly GB200 = Accelerator.of("nvidia-gb200");
  /** NVIDIA RTX PRO 6000, built into G4 machines. */
  public static readonly RTX_PRO_6000 = Accelerator.of("nvidia-rtx-pro-6000");

  private constructor(
    /** Google's name of the GPU: `nvidia-l4`. */
    public readonly type: string,
  ) {}

  /** A GPU by Google's name for it, for one that this version does not know. */
  public static of(type: string): Accelerator {
    return new Accelerator(type);
  }
}
