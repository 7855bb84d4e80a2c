using Chameleon.Web.Data;

namespace Chameleon.Web.Gallery;

/// <summary>Which pictures are chosen. Not thread-safe.</summary>
public sealed class GallerySelection
{
    private readonly HashSet<PictureHash> chosen = [];

    /// <summary>How many.</summary>
    public int Count => chosen.Count;

    /// <summary>Goes up with every change.</summary>
    public int Version { get; private set; }

    /// <summary>The one from which a stretch is chosen: the last that was chosen by itself.</summary>
    public PictureHash? Anchor { get; private set; }

    /// <summary>The one that was chosen last, if it still is.</summary>
    public PictureHash? Current { get; private set; }

    /// <summary>A copy of them.</summary>
    public IReadOnlyList<PictureHash> Pictures => [.. chosen];

    /// <summary>Whether it is chosen.</summary>
    public bool Contains(PictureHash picture) => chosen.Contains(picture);

    /// <summary>Chooses this one alone.</summary>
    public void Only(PictureHash picture)
    {
        chosen.Clear();
        chosen.Add(picture);
        (Anchor, Current) = (picture, picture);
        Version++;
    }

    /// <summary>Chooses it too, or no longer.</summary>
    public void Toggle(PictureHash picture)
    {
        if (!chosen.Remove(picture))
        {
            chosen.Add(picture);
        }

        (Anchor, Current) = (picture, chosen.Contains(picture) ? picture : null);
        Version++;
    }

    /// <summary>Chooses a stretch instead, which begins or ends at the anchor.</summary>
    /// <param name="pictures">The stretch.</param>
    /// <param name="end">Its other end; the last one chosen.</param>
    public void Stretch(IEnumerable<PictureHash> pictures, PictureHash end)
    {
        chosen.Clear();
        chosen.UnionWith(pictures);
        Current = end;
        Version++;
    }

    /// <summary>Chooses these instead.</summary>
    public void All(IEnumerable<PictureHash> pictures)
    {
        chosen.Clear();
        chosen.UnionWith(pictures);
        Current = Current is { } current && chosen.Contains(current) ? current : null;
        Version++;
    }

    /// <summary>Chooses none.</summary>
    public void Clear()
    {
        chosen.Clear();
        (Anchor, Current) = (null, null);
        Version++;
    }
}
