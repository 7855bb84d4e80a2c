namespace Chameleon.Engine.Generation.Grammar.Automaton;

/// <summary>One way to read what stands so far: a node that waits for a byte, and the values that it stands in.</summary>
/// <param name="Node">A node with bytes, a string, free text; <see cref="End"/> behind a whole document.</param>
/// <param name="Text">How far a string is.</param>
/// <param name="Marker">How much of free text's marker stands there.</param>
/// <param name="Stack">The values it stands in, as <see cref="StackSets"/> number them.</param>
internal readonly record struct Position(int Node, StringPosition Text, int Marker, int Stack) : IComparable<Position>
{
    /// <summary>Stands for the end of the document.</summary>
    public const int End = -1;

    /// <summary>The position but for what it stands in: positions that agree here become one.</summary>
    public Position Here => this with { Stack = 0 };

    /// <inheritdoc/>
    public int CompareTo(Position other)
    {
        var order = Node.CompareTo(other.Node);
        order = order != 0 ? order : Text.Count.CompareTo(other.Text.Count);
        order = order != 0 ? order : Text.Place.CompareTo(other.Text.Place);
        order = order != 0 ? order : Text.Name.CompareTo(other.Text.Name);
        return order != 0 ? order : Marker.CompareTo(other.Marker);
    }
}
