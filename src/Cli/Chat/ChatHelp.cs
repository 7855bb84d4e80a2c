namespace Chameleon.Cli.Chat;

/// <summary>What <c>/help</c> says.</summary>
internal static class ChatHelp
{
    /// <summary>The text.</summary>
    public const string Text = """
        Type a question, or drag pictures into the window and ask about them.

        /image FILE     shows the model a picture; it goes before the next question
        /draw [PROMPT]  draws a picture; without a prompt, the last one once more
        /again          answers the last question anew
        /save [FILE]    saves the conversation (Markdown), or the last drawing if FILE ends with .png
        /clear          forgets the conversation
        /stop           stops the answer; so do Ctrl-C and Esc
        /help           says this
        /quit           leaves; so do Ctrl-D, and Ctrl-C twice

        """;
}
