namespace Chameleon.Cli.Terminal;

/// <summary>Lines typed before, to walk through with the arrow keys. The line being typed waits at the end.</summary>
internal sealed class LineHistory
{
    private readonly List<string> lines = [];
    private int position;
    private string draft = "";

    /// <summary>Remembers a line, unless it is empty or the same as the last one, and goes to the end.</summary>
    public void Add(string line)
    {
        if (line.Length > 0 && (lines.Count == 0 || lines[^1] != line))
        {
            lines.Add(line);
        }

        (position, draft) = (lines.Count, "");
    }

    /// <summary>The line before; the current text when there is none.</summary>
    public string Older(string current) => Move(current, -1);

    /// <summary>The line after, and the draft after the last.</summary>
    public string Newer(string current) => Move(current, 1);

    private string Move(string current, int step)
    {
        var next = position + step;
        if (next < 0 || next > lines.Count)
        {
            return current;
        }

        draft = position == lines.Count ? current : draft;
        position = next;
        return position == lines.Count ? draft : lines[position];
    }
}
