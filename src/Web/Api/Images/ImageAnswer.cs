namespace Chameleon.Web.Api;

/// <summary>Drawn pictures.</summary>
/// <param name="Created">When, in seconds since 1970.</param>
/// <param name="Data">The pictures.</param>
/// <param name="OutputFormat">Kind of their files.</param>
/// <param name="Size">Width and height of each.</param>
/// <param name="Usage">What they took.</param>
internal sealed record ImageAnswer(long Created, IReadOnlyList<ImageFile> Data, string OutputFormat, string Size, ImageUsage? Usage)
{
    /// <summary>There is one quality.</summary>
    public string Quality { get; } = "auto";

    /// <summary>Pictures are opaque.</summary>
    public string Background { get; } = "opaque";
}
