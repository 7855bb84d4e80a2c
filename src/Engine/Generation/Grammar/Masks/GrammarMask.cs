namespace Chameleon.Engine.Generation.Grammar.Masks;

/// <summary>Which tokens may follow: some by name, and whole sets that many masks share. Not thread-safe.</summary>
internal sealed class GrammarMask
{
    /// <summary>Allowed ids.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Sets of allowed ids.</summary>
    public List<TokenSet> Sets { get; } = [];

    /// <summary>Room after which every allowed token leaves enough to end the answer.</summary>
    public int Room { get; private set; }

    /// <summary>Takes note that a token may need so much room behind it.</summary>
    public void Needs(int room) => Room = Math.Max(Room, room);

    /// <summary>Makes it new.</summary>
    public void Clear()
    {
        Ids.Clear();
        Sets.Clear();
        Room = 0;
    }
}
