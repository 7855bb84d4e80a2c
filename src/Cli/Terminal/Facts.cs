namespace Chameleon.Cli.Terminal;

/// <summary>Writes named facts in two columns.</summary>
internal static class Facts
{
    /// <summary>Writes the facts, names padded to one width.</summary>
    public static void WriteFacts(this Shell shell, IReadOnlyList<(string Name, string Value)> facts)
    {
        var width = facts.Max(fact => fact.Name.Length);
        foreach (var (name, value) in facts)
        {
            shell.WriteLine($"{name.PadRight(width)}  {value}");
        }
    }
}
