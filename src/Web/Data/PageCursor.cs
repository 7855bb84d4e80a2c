using System.Globalization;

namespace Chameleon.Web.Data;

/// <summary>The place after which a page begins: the sort key and the id of the item before it.</summary>
internal readonly record struct PageCursor(long Key, long Id)
{
    /// <exception cref="ArgumentException">No cursor of ours.</exception>
    public static PageCursor? Parse(string? text, string name)
    {
        if (text is null)
        {
            return null;
        }

        var parts = text.Split('.');
        return parts.Length == 2 && TryParse(parts[0], out var key) && TryParse(parts[1], out var id)
            ? new PageCursor(key, id)
            : throw new ArgumentException("This is no place in the list; begin again from its start.", name);
    }

    /// <summary>Makes a page of <paramref name="limit"/> items out of up to one more than that.</summary>
    public static Page<T> Cut<T>(List<T> items, int limit, Func<T, PageCursor> place)
    {
        if (items.Count <= limit)
        {
            return new Page<T>(items, null);
        }

        items.RemoveRange(limit, items.Count - limit);
        return new Page<T>(items, place(items[^1]).ToString());
    }

    public override string ToString() => $"{Key}.{Id}";

    private static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
