using Chameleon.Web.Data.Search;

namespace Chameleon.Web.Data.Pictures;

/// <summary>The statement for a view of the gallery. Its text has few forms; everything else is a parameter.</summary>
internal sealed class GallerySql
{
    /// <summary>Above every time in milliseconds, so that a star weighs more than any.</summary>
    private const int StarBit = 52;

    private readonly string key, comparison;

    private GallerySql(string from, string order, string key, string comparison, object?[] values)
    {
        From = from;
        Order = order;
        this.key = key;
        this.comparison = comparison;
        Values = values;
    }

    /// <summary>From the table to the conditions; takes <c>$1</c> to <c>$4</c>.</summary>
    public string From { get; }

    public string Order { get; }

    /// <summary>The parameters of <see cref="From"/>.</summary>
    public object?[] Values { get; }

    /// <summary>The value that <see cref="Order"/> sorts a picture by.</summary>
    public static long KeyOf(Picture picture, GallerySort sort) => sort switch
    {
        GallerySort.Largest => picture.Bytes,
        GallerySort.Starred => ((picture.IsStarred ? 1L : 0) << StarBit) + picture.Created.ToUnixTimeMilliseconds(),
        _ => picture.Created.ToUnixTimeMilliseconds(),
    };

    /// <returns>Null when the search holds no word, so that nothing is found.</returns>
    public static GallerySql? For(UserId user, GalleryQuery query)
    {
        string? words = null;
        if (!string.IsNullOrWhiteSpace(query.Search) && (words = SearchText.Query(user, query.Search)) is null)
        {
            return null;
        }

        var search = words is null ? "" : " AND p.id IN (SELECT rowid FROM picture_search WHERE picture_search MATCH $2)";
        var board = query.Board is null
            ? ""
            : " AND p.id IN (SELECT bp.picture_id FROM board_pictures bp JOIN boards b ON b.id = bp.board_id WHERE b.id = $3 AND b.user_id = $1)";
        var origin = query.Origin is null ? "" : " AND p.origin = $4";
        var starred = query.StarredOnly ? " AND p.starred = 1" : "";
        var (key, direction, comparison) = query.Sort switch
        {
            GallerySort.Newest => ("p.created", "DESC", "<"),
            GallerySort.Oldest => ("p.created", "ASC", ">"),
            GallerySort.Largest => ("p.bytes", "DESC", "<"),
            GallerySort.Starred => ($"(p.starred << {StarBit}) + p.created", "DESC", "<"),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Sort, "There is no such order."),
        };
        return new GallerySql(
            $"FROM pictures p WHERE p.user_id = $1 AND p.deleted IS NULL AND p.origin <> 'attached'{search}{board}{origin}{starred}",
            $"ORDER BY {key} {direction}, p.id {direction}",
            key,
            comparison,
            [user.Value, words, query.Board?.Value, query.Origin is { } from ? PictureRows.NameOf(from) : null]);
    }

    /// <summary>Only what comes before the picture whose hash is <c>$5</c>.</summary>
    public string Before =>
        $"({key}, p.id) {(comparison == "<" ? ">" : "<")} (SELECT {key}, p.id FROM pictures p WHERE p.user_id = $1 AND p.hash = $5)";

    /// <summary>Only what comes after a place, given as <c>$5</c> and <c>$6</c>.</summary>
    public string After(PageCursor? place) => place is null ? "TRUE" : $"({key}, p.id) {comparison} ($5, $6)";
}
