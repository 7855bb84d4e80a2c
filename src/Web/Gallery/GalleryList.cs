using Chameleon.Web.Data;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Gallery;

/// <summary>The part of the gallery that is in view, and how long the whole is. Used on one page's thread of components.</summary>
/// <param name="store">Where the pictures are.</param>
/// <param name="user">Whose they are.</param>
public sealed class GalleryList(PictureStore store, UserId user)
{
    /// <summary>Most pictures that are shown at once: the largest screen, and one such above and below it.</summary>
    public const int MaxCount = 900;

    private const int FirstCount = 60;
    private (int Start, int Count, int Columns) wanted = (0, FirstCount, 0);
    private int loads;

    /// <summary>What is shown.</summary>
    public GalleryQuery Query { get; private set; } = new();

    /// <summary>Those in view, and near it.</summary>
    public IReadOnlyList<Picture> Items { get; private set; } = [];

    /// <summary>Position of the first of them.</summary>
    public int Start { get; private set; }

    /// <summary>How many pictures stand beside each other; 0: not known yet.</summary>
    public int Columns { get; private set; }

    /// <summary>How many there are in all.</summary>
    public int Total { get; private set; }

    /// <summary>Whether they were asked for and came.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Shows others, from their start.</summary>
    public Task ShowAsync(GalleryQuery query)
    {
        Query = query;
        wanted = wanted with { Start = 0 };
        return LoadAsync();
    }

    /// <summary>Shows another part of them. Whatever is asked for, something is shown, and not too much.</summary>
    /// <param name="start">Position of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">How many stand beside each other.</param>
    public Task ShowAsync(int start, int count, int columns)
    {
        wanted = (Math.Max(start, 0), Math.Clamp(count, 1, MaxCount), Math.Clamp(columns, 1, MaxCount));
        return LoadAsync();
    }

    /// <summary>Shows the same part as it is now.</summary>
    public Task RefreshAsync() => LoadAsync();

    /// <summary>The names of a stretch between two pictures, both included; empty when one of them is not there.</summary>
    public async Task<IReadOnlyList<PictureHash>> BetweenAsync(PictureHash one, PictureHash other)
    {
        if (await store.PositionAsync(user, Query, one) is not { } from || await store.PositionAsync(user, Query, other) is not { } to)
        {
            return [];
        }

        return await store.NamesAsync(user, Query, Math.Min(from, to), Math.Min(Math.Abs(from - to) + 1, DataLimits.Pictures));
    }

    /// <summary>The names of all.</summary>
    public Task<IReadOnlyList<PictureHash>> NamesAsync() => store.NamesAsync(user, Query, 0, DataLimits.Pictures);

    /// <summary>At which position a picture stands; null when it is not among them.</summary>
    public Task<int?> PositionAsync(PictureHash picture) => store.PositionAsync(user, Query, picture);

    // Whoever loads, loads what was wanted last, so that it does not matter who comes first.
    private async Task LoadAsync()
    {
        var (load, part) = (++loads, wanted);
        var range = await store.RangeAsync(user, Query, part.Start, part.Count);
        if (load == loads)
        {
            (Items, Total, Start, Columns, IsLoaded) = (range.Items, range.Total, part.Start, part.Columns, true);
        }
    }
}
