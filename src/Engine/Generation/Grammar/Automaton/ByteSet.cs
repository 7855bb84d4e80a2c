namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>A set of bytes. Not thread-safe.</summary>
internal sealed class ByteSet
{
    private readonly ulong[] words = new ulong[4];

    public void Add(byte value) => words[value >> 6] |= 1UL << (value & 63);

    public void Add(byte low, byte high)
    {
        for (int value = low; value <= high; value++)
        {
            Add((byte)value);
        }
    }

    public bool Contains(byte value) => (words[value >> 6] & (1UL << (value & 63))) != 0;
}
