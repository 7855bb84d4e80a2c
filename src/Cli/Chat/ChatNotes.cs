using Chameleon.Cli.Terminal;

namespace Chameleon.Cli.Chat;

/// <summary>What the program itself says in a conversation: dim on a terminal, on standard error elsewhere.</summary>
/// <param name="shell">Where it says it.</param>
/// <param name="interactive">Whether a person follows.</param>
internal sealed class ChatNotes(Shell shell, bool interactive)
{
    private readonly bool plain = shell.Variable("NO_COLOR") is { Length: > 0 } || shell.Variable("TERM") is null or "dumb";

    /// <summary>Something that everybody should know.</summary>
    public void Say(string note)
    {
        if (!interactive)
        {
            shell.Error.WriteLine(TerminalText.Escape(note));
            return;
        }

        var text = TerminalText.Escape(note);
        shell.Out.WriteLine(plain ? text : $"\e[2m{text}\e[0m");
    }

    /// <summary>Something that only a person wants to know.</summary>
    public void Hint(string note)
    {
        if (interactive)
        {
            Say(note);
        }
    }
}
