using System.Globalization;
using Chameleon.Cli.Answers;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;
using Chameleon.Hub;

namespace Chameleon.Cli.Chat;

/// <summary>A conversation: reads lines, answers them, does what slash commands say.</summary>
internal sealed class ChatSession
{
    private const string Prompt = "› ";

    private readonly Shell shell;
    private readonly ChameleonEngine engine;
    private readonly IUserInput input;
    private readonly PictureScreen screen;
    private readonly ChatSettings settings;
    private readonly ChatNotes notes;
    private readonly DroppedPaths paths;
    private readonly ChatAnswerer answerer;
    private readonly SeedSequence seeds;
    private readonly Conversation conversation = new();
    private readonly Transcript transcript = new();
    private ChatQuestion next;
    private ChatQuestion? lastQuestion;
    private ChatQuestion? lastDrawing;
    private DrawnPicture? lastPicture;
    private bool failed;

    /// <param name="shell">Where it takes place.</param>
    /// <param name="engine">Answers; stays the caller's.</param>
    /// <param name="input">The user; stays the caller's.</param>
    /// <param name="screen">Shows pictures.</param>
    /// <param name="settings">What the command line says.</param>
    public ChatSession(Shell shell, ChameleonEngine engine, IUserInput input, PictureScreen screen, ChatSettings settings)
    {
        (this.shell, this.engine, this.input, this.screen, this.settings) = (shell, engine, input, screen, settings);
        notes = new ChatNotes(shell, input.IsInteractive);
        paths = new DroppedPaths(shell.Folder, shell.Variable("HOME") ?? "/", File.Exists);
        answerer = new ChatAnswerer(engine, input);
        seeds = new SeedSequence(settings.Seed);
        next = new ChatQuestion(shell, engine);
    }

    /// <summary>Talks until the user leaves.</summary>
    /// <returns>The exit code: failed when nobody watched and some line could not be answered.</returns>
    public async Task<int> RunAsync()
    {
        notes.Hint($"{EngineLoader.NameOf(engine)}, {Amount.Count(engine.Info.Parameters)} parameters on {engine.Device}. /help lists what you can do.");
        var leaving = false;
        while (true)
        {
            switch (await input.ReadAsync(Prompt))
            {
                case UserInput.End:
                    return Leave();
                case UserInput.Interrupt { LineWasEmpty: true } when leaving:
                    return ExitCode.Cancelled;
                case UserInput.Interrupt interrupt:
                    leaving = interrupt.LineWasEmpty;
                    if (leaving)
                    {
                        notes.Hint("Ctrl-C once more leaves.");
                    }

                    break;
                case UserInput.Line line:
                    leaving = false;
                    if (!await HandleAsync(ChatLine.Parse(line.Text)))
                    {
                        return Leave();
                    }

                    break;
            }
        }
    }

    private int Leave() => failed && !input.IsInteractive ? ExitCode.Failed : ExitCode.Done;

    /// <returns>Whether the conversation goes on.</returns>
    private async Task<bool> HandleAsync(ChatLine line)
    {
        try
        {
            switch (line.Command)
            {
                case null:
                    await SayAsync(line.Rest);
                    break;
                case "image":
                    await AttachAsync(line.Rest);
                    break;
                case "draw":
                    await DrawAsync(line.Rest);
                    break;
                case "again":
                    await AgainAsync();
                    break;
                case "save":
                    Save(line.Rest);
                    break;
                case "clear":
                    Clear();
                    break;
                case "stop":
                    notes.Hint("Nothing is running.");
                    break;
                case "help":
                    notes.Say(ChatHelp.Text.TrimEnd());
                    break;
                case "quit" or "exit":
                    return false;
                default:
                    throw CommandFailure.Usage($"There is no command /{line.Command}; /help lists them.");
            }
        }
        catch (Exception exception) when (exception is CommandFailure or GenerationException or IOException or UnauthorizedAccessException)
        {
            failed = true;
            FailureReport.Write(exception, shell);
        }

        return true;
    }

    private async Task SayAsync(string words)
    {
        if (words.Length == 0)
        {
            return;
        }

        var question = next;
        foreach (var missing in paths.Missing(words))
        {
            notes.Say($"There is no picture {missing}; it is read as words.");
        }

        var segments = paths.Split(words);
        await question.AddAsync(segments, CancellationToken.None);
        if (segments.All(segment => segment is PromptSegment.Picture))
        {
            notes.Hint("Now ask about it.");
            return;
        }

        next = new ChatQuestion(shell, engine);
        await AskAsync(question);
    }

    private async Task AttachAsync(string argument)
    {
        var path = paths.Resolve(argument) ?? throw new CommandFailure(argument.Length == 0 ? "/image takes a file." : $"There is no picture {argument}.");
        await next.AddAsync([new PromptSegment.Picture(path)], CancellationToken.None);
        notes.Hint($"{Path.GetFileName(path)}: {engine.Info.CodesPerPicture} tokens. Now ask about it.");
    }

    private async Task AskAsync(ChatQuestion question)
    {
        lastQuestion = question;
        transcript.Add("You", question.Words, question.Pictures);
        var options = Options(engine.Info.CanDraw || settings.Picture.AllowUntrained ? GenerationMode.Interleaved : GenerationMode.Text);
        while (true)
        {
            try
            {
                await AnswerAsync(question, conversation.Prompt(question.Parts), options);
                return;
            }
            catch (GenerationException exception) when (exception.Error == GenerationError.PromptTooLong && conversation.ForgetOldest())
            {
                notes.Say("The context is full; the oldest turn is forgotten.");
            }
        }
    }

    private async Task AgainAsync()
    {
        var question = lastQuestion ?? throw new CommandFailure("There is no question to answer again.");
        conversation.TakeBack();
        await AskAsync(question);
    }

    private async Task DrawAsync(string words)
    {
        var question = next;
        await question.AddAsync(paths.Split(words), CancellationToken.None);
        next = new ChatQuestion(shell, engine);
        lastDrawing = question.Parts.Count > 0 ? question : lastDrawing ?? throw new CommandFailure("/draw takes a prompt, the first time at least.");
        transcript.Add("You", $"/draw {lastDrawing.Words}", lastDrawing.Pictures);
        await AnswerAsync(lastDrawing, [.. lastDrawing.Parts, new PromptPart.EndOfTurn()], Options(GenerationMode.Picture));
    }

    private async Task AnswerAsync(ChatQuestion question, IReadOnlyList<PromptPart> prompt, GenerationOptions options)
    {
        var saver = new PictureSaver(new PictureFiles(settings.Folder), question.Words, EngineLoader.NameOf(engine), options);
        var view = new AnswerView(shell, screen, saver.Save, showFiles: true);
        var answering = answerer.AnswerAsync(prompt, options, view);
        var barHelps = options.Mode == GenerationMode.Picture && options.Picture.PreviewEvery == 0;
        await ProgressBar.ShowAsync(barHelps ? shell : shell with { ErrorIsTerminal = false }, "Drawing", answering, () => view.PictureShare);

        var record = view.Record;
        conversation.Add(question.Parts, record.Parts);
        transcript.Add("Chameleon", record.Text, record.Pictures.Select(picture => picture.File));
        lastPicture = record.Pictures.Count > 0 ? record.Pictures[^1] : lastPicture;
        notes.Hint(await answering ? Summary(record.End!) : "Stopped.");
    }

    private GenerationOptions Options(GenerationMode mode) => new()
    {
        Mode = mode,
        MaxNewTokens = mode == GenerationMode.Picture ? null : settings.MaxTokens,
        Seed = seeds.Next(),
        Text = settings.Text,
        Picture = settings.Picture,
    };

    private void Save(string argument)
    {
        if (argument.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        {
            var drawing = lastPicture ?? throw new CommandFailure("Nothing was drawn yet.");
            File.Copy(drawing.File, shell.FullPath(argument), overwrite: true);
        }
        else if (transcript.IsEmpty)
        {
            throw new CommandFailure("Nothing was said yet.");
        }
        else
        {
            argument = argument.Length > 0 ? argument : string.Create(CultureInfo.InvariantCulture, $"chameleon-{DateTime.Now:yyyyMMdd-HHmmss}.md");
            File.WriteAllText(shell.FullPath(argument), transcript.ToString());
        }

        notes.Say($"Saved {shell.ShortPath(shell.FullPath(argument))}");
    }

    private void Clear()
    {
        conversation.Clear();
        transcript.Clear();
        next = new ChatQuestion(shell, engine);
        (lastQuestion, lastDrawing) = (null, null);
        notes.Hint("Everything is forgotten.");
    }

    private static string Summary(GenerationUpdate.Finished end)
    {
        var tokens = end.Usage.TextTokens + end.Usage.PictureTokens;
        var writing = (end.Usage.TotalTime - end.Usage.TimeToFirstToken).TotalSeconds;
        var rate = tokens > 1 && writing > 0 ? string.Create(CultureInfo.InvariantCulture, $", {(tokens - 1) / writing:N0} per second") : "";
        var cut = end.Reason == FinishReason.Length ? "; cut short, there is no more room" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens in {end.Usage.TotalTime.TotalSeconds:N1} s{rate}{cut}");
    }
}
