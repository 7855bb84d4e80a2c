namespace Chameleon.Engine.Checkpoints;

/// <summary>Long lists in messages: everything an honest model can bring, an end for what a hostile file can.</summary>
internal static class Listing
{
    private const int MostItems = 2_000;

    public static string Of(IReadOnlyCollection<string> items, string separator)
    {
        var text = string.Join(separator, items.Take(MostItems));
        return items.Count <= MostItems ? text : $"{text}{separator}… and {items.Count - MostItems} more";
    }
}
