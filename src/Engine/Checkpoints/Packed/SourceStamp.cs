using System.Globalization;

namespace Chameleon.Engine.Checkpoints.Packed;

/// <summary>By what a file is known without reading it.</summary>
/// <param name="Name">Its name in the model's folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Changed">When it was last changed, in ticks of UTC.</param>
internal readonly record struct SourceStamp(string Name, long Length, long Changed)
{
    /// <summary>The stamp of a file, or of what a link leads to.</summary>
    public static SourceStamp Of(string path)
    {
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file : (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
        return new SourceStamp(file.Name, target.Length, target.LastWriteTimeUtc.Ticks);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length} {Changed} {Name}");
}
