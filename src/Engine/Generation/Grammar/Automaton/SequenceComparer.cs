namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>Compares arrays by what is in them.</summary>
internal sealed class SequenceComparer<T> : IEqualityComparer<T[]>
    where T : IEquatable<T>
{
    public static SequenceComparer<T> Instance { get; } = new();

    public bool Equals(T[]? x, T[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(T[] obj)
    {
        var hash = default(HashCode);
        foreach (var item in obj)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
