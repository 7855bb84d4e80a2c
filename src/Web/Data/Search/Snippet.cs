namespace Chameleon.Web.Data.Search;

/// <summary>Takes the index's marked text apart.</summary>
internal static class Snippet
{
    /// <summary>How many words a snippet has.</summary>
    public const int Words = 24;

    public static IReadOnlyList<SnippetPiece> Parse(string marked)
    {
        var pieces = new List<SnippetPiece>();
        var start = 0;
        var inHit = false;
        for (var i = 0; i <= marked.Length; i++)
        {
            if (i < marked.Length && marked[i] is not (SearchText.HitStart or SearchText.HitEnd))
            {
                continue;
            }

            if (SearchText.Unindex(marked[start..i]) is { Length: > 0 } text)
            {
                pieces.Add(new SnippetPiece(text, inHit));
            }

            inHit = i < marked.Length && marked[i] == SearchText.HitStart;
            start = i + 1;
        }

        return pieces;
    }
}
