using System.Globalization;
using Chameleon.Web.Data;
using Microsoft.AspNetCore.WebUtilities;

namespace Chameleon.Web.Gallery;

/// <summary>What the gallery shows, as its address says it: a reload, a bookmark and the way back all show the same. Immutable.</summary>
public sealed record GalleryView
{
    /// <summary>Where the gallery is.</summary>
    public const string Path = "/gallery";

    /// <summary>Most characters that are searched for.</summary>
    public const int MaxSearch = 200;

    /// <summary>Words of the prompt; empty: all.</summary>
    public string Search { get; init; } = "";

    /// <summary>Which pictures.</summary>
    public GalleryShow Show { get; init; }

    /// <summary>Only those on this board; null: on any or none.</summary>
    public BoardId? Board { get; init; }

    /// <summary>In which order.</summary>
    public GallerySort Sort { get; init; }

    /// <summary>The picture to look at; null: none.</summary>
    public PictureHash? Picture { get; init; }

    /// <summary>The same for the store.</summary>
    public GalleryQuery Query => new(
        Search,
        Board,
        Show switch
        {
            GalleryShow.Drawn => PictureOrigin.Drawn,
            GalleryShow.Uploaded => PictureOrigin.Uploaded,
            _ => null,
        },
        Show == GalleryShow.Starred,
        Sort);

    /// <summary>Whether everything there is is shown.</summary>
    public bool IsWhole => Search.Length == 0 && Show == GalleryShow.All && Board is null;

    /// <summary>The address.</summary>
    public string Address => QueryHelpers.AddQueryString(Path, new Dictionary<string, string?>
    {
        ["search"] = Search.Length == 0 ? null : Search,
        ["show"] = Show == GalleryShow.All ? null : Name(Show),
        ["board"] = Board?.ToString(),
        ["sort"] = Sort == GallerySort.Newest ? null : Name(Sort),
        ["picture"] = Picture?.ToString(),
    });

    /// <summary>Where a picture is shown among all.</summary>
    public static string AddressOf(PictureHash picture) => new GalleryView { Picture = picture }.Address;

    /// <summary>Reads an address; what is not understood in it is passed over.</summary>
    public static GalleryView Read(string address)
    {
        var start = address.IndexOf('?', StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(start < 0 ? "" : address[start..].Split('#')[0]);
        var search = Value("search") ?? "";
        return new GalleryView
        {
            Search = search.Length > MaxSearch ? search[..MaxSearch] : search,
            Show = Parse<GalleryShow>(Value("show")),
            Board = long.TryParse(Value("board"), NumberStyles.None, CultureInfo.InvariantCulture, out var board) ? new BoardId(board) : null,
            Sort = Parse<GallerySort>(Value("sort")),
            Picture = PictureHash.TryParse(Value("picture"), out var picture) ? picture : null,
        };

        string? Value(string name) => query.TryGetValue(name, out var values) ? values[0] : null;
    }

    /// <summary>Whether another address shows the same pictures in the same order.</summary>
    public bool ShowsSame(GalleryView other) => this with { Picture = null } == other with { Picture = null };

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    // By name alone: Enum.Parse would take numbers as well.
    private static T Parse<T>(string? name)
        where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(value => Name(value) == name);
}
