namespace Chameleon.Engine.Compute.Cpu.Amx;

/// <summary>The sums of one tile over some neighbouring groups, and what they are joined with.</summary>
internal unsafe struct TileSums
{
    /// <summary>[groups, all sums of a block]: the tile's first row in the first group.</summary>
    public int* Sums;

    /// <summary>Number of groups.</summary>
    public int Groups;

    /// <summary>[segments, 16]: scales of the weights, from the first group's segment on.</summary>
    public float* Scales;

    /// <summary>Groups that share one of them.</summary>
    public int GroupsPerSegment;

    /// <summary>Groups that still have the first of them.</summary>
    public int LeftOfSegment;

    /// <summary>[rows, groups]: scales of the activations, from the first group on.</summary>
    public float* Steps;

    /// <summary>From one row of them to the next.</summary>
    public nint StepStride;

    /// <summary>[rows, 16]: what the groups before gave; receives what they and these give.</summary>
    public float* Target;

    /// <summary>From one row of it to the next.</summary>
    public nint TargetStride;
}
