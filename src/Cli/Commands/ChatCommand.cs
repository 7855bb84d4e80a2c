using System.CommandLine;
using Chameleon.Cli.Chat;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Commands;

/// <summary><c>chat</c>: a conversation in the terminal, or over pipes.</summary>
internal sealed class ChatCommand
{
    private readonly Shell shell;
    private readonly EngineLoader loader;
    private readonly SamplingFlags sampling = new();
    private readonly DrawingFlags drawing = new();
    private readonly Option<long?> seed = CommonFlags.Seed();
    private readonly Option<string> show = CommonFlags.Show();
    private readonly Option<int?> maxTokens = SamplingFlags.Flag<int?>("--max-tokens", "Most tokens of an answer; default: as many as the context holds", "N");
    private readonly Option<string?> pictures = SamplingFlags.Flag<string?>("--pictures", "Folder for drawn pictures; default: the current one", "DIR");

    private ChatCommand(Shell shell, EngineLoader loader) => (this.shell, this.loader) = (shell, loader);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, EngineLoader loader)
    {
        var chat = new ChatCommand(shell, loader);
        var command = new Command("chat", "Talks with you, about pictures and in pictures") { chat.maxTokens, chat.seed, chat.show, chat.pictures };
        chat.sampling.AddTo(command);
        chat.drawing.AddTo(command);
        command.SetAction(chat.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var screen = PictureScreens.Open(shell, result.GetValue(show)!);
        await using var engine = await loader.LoadAsync(result, cancellationToken);
        var settings = new ChatSettings(
            sampling.Read(result, SamplingOptions.ForText),
            drawing.Read(result, SamplingOptions.ForPictures, engine.Info, screen.UsualPreviews(engine.Info, pictures: 1)),
            result.GetValue(maxTokens),
            result.GetValue(seed),
            shell.FullPath(result.GetValue(pictures) ?? "."));
        using IUserInput input = shell is { InIsTerminal: true, OutIsTerminal: true }
            ? new KeyInput(shell, () => Console.ReadKey(intercept: true))
            : new LineInput(shell);
        return await new ChatSession(shell, engine, input, screen, settings).RunAsync();
    }
}
