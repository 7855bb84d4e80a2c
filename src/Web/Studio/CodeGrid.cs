namespace Chameleon.Web.Studio;

/// <summary>A picture as the model has it.</summary>
/// <param name="Codes">Its codes, in raster order.</param>
/// <param name="Colours">A colour for each, 0xRRGGBB.</param>
/// <param name="Address">Where the picture of these codes is; null where the model has no picture decoder.</param>
public sealed record CodeGrid(IReadOnlyList<int> Codes, IReadOnlyList<int> Colours, string? Address)
{
    /// <summary>Codes of a row.</summary>
    public int Side => (int)Math.Sqrt(Codes.Count);
}
