namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>What a string may hold, in characters (code points). Immutable.</summary>
/// <param name="Min">Fewest; 0 where names are excluded.</param>
/// <param name="Max">Most; <see cref="Unbounded"/> for any number, never where names are excluded.</param>
/// <param name="Escapes">Whether characters may be escaped.</param>
/// <param name="Excluded">What it must not spell; null for nothing.</param>
internal sealed record StringRule(int Min = 0, int Max = StringRule.Unbounded, bool Escapes = true, NameTrie? Excluded = null)
{
    /// <summary>No largest number of characters.</summary>
    public const int Unbounded = int.MaxValue;

    /// <summary>Where a string begins, behind its opening quote.</summary>
    public StringPosition Start => new(0, StringPlace.Between, Excluded is null ? NameTrie.Apart : NameTrie.Root);

    /// <summary>The position after one more byte; its place says closed or dead.</summary>
    public StringPosition Next(StringPosition at, byte value)
    {
        var place = StringBytes.Next(at.Place, value, Escapes);
        if (place == StringPlace.Closed)
        {
            return at with { Place = at.Count < Min || IsExcluded(at) ? StringPlace.Dead : StringPlace.Closed };
        }

        var count = at.Place == StringPlace.Between ? at.Count + 1 : at.Count;
        var name = Excluded?.Next(at.Name, value) ?? NameTrie.Apart;

        // Whatever is as long as can be must be free to end, so it must have left the excluded names by then.
        if (count > Max || (count == Max && name != NameTrie.Apart))
        {
            return at with { Place = StringPlace.Dead };
        }

        return new StringPosition(Max == Unbounded ? Math.Min(count, Min) : count, place, name);
    }

    /// <summary>
    /// Bytes that are enough to close the string, the quote included. From every position that can be reached, some byte
    /// leads to one that needs at least one byte less.
    /// </summary>
    public int BytesToClose(StringPosition at)
    {
        var onName = at.Name != NameTrie.Apart && (at.Place != StringPlace.Between || IsExcluded(at));
        return Math.Max(0, Min - at.Count) + StringBytes.Missing(at.Place) + (onName ? 2 : 1);
    }

    private bool IsExcluded(StringPosition at) => Excluded is not null && Excluded.IsName(at.Name);
}

/// <summary>How far a string is.</summary>
/// <param name="Count">Characters begun; counted up to the fewest only where there is no largest number.</param>
/// <param name="Place">Where in a character.</param>
/// <param name="Name">State among the excluded names.</param>
internal readonly record struct StringPosition(int Count, StringPlace Place, int Name);
