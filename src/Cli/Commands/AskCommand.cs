using System.CommandLine;
using Chameleon.Cli.Answers;
using Chameleon.Cli.CommandLine;
using Chameleon.Cli.Pictures;
using Chameleon.Cli.Terminal;
using Chameleon.Engine.Generation;

namespace Chameleon.Cli.Commands;

/// <summary><c>ask</c>: one answer, alone on standard output.</summary>
internal sealed class AskCommand
{
    private readonly Shell shell;
    private readonly EngineLoader loader;
    private readonly PromptArguments prompt = new("What to ask; - reads standard input");
    private readonly SamplingFlags sampling = new();
    private readonly Option<long?> seed = CommonFlags.Seed();
    private readonly Option<bool> json = CommonFlags.Json();
    private readonly Option<int?> maxTokens = SamplingFlags.Flag<int?>("--max-tokens", "Most tokens to generate; default: as many as the context holds", "N");
    private readonly Option<string[]> stop = SamplingFlags.Flag<string[]>("--stop", "Ends the answer where this text comes up; may come several times", "TEXT");
    private readonly Option<string?> pictures = SamplingFlags.Flag<string?>("--pictures", "Lets the answer hold pictures, and saves them in this folder", "DIR");

    private AskCommand(Shell shell, EngineLoader loader) => (this.shell, this.loader) = (shell, loader);

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, EngineLoader loader)
    {
        var ask = new AskCommand(shell, loader);
        var command = new Command("ask", "Asks one question, with pictures anywhere in it") { ask.maxTokens, ask.stop, ask.seed, ask.pictures, ask.json };
        ask.prompt.AddTo(command);
        ask.sampling.AddTo(command);
        command.SetAction(ask.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var question = PromptReader.Read(prompt.Read(result), shell, cancellationToken);
        var folder = result.GetValue(pictures);
        var options = new GenerationOptions
        {
            Mode = folder is null ? GenerationMode.Text : GenerationMode.Interleaved,
            MaxNewTokens = result.GetValue(maxTokens),
            Seed = CommonFlags.SeedOf(result, seed),
            Text = sampling.Read(result, SamplingOptions.ForText),
            StopStrings = result.GetValue(stop) ?? [],
        };

        await using var engine = await loader.LoadAsync(result, cancellationToken);
        var asJson = result.GetValue(json);
        var answerShell = asJson ? shell.WithoutOutput() : shell;
        var saver = new PictureSaver(new PictureFiles(shell.FullPath(folder ?? ".")), PromptReader.Words(question), EngineLoader.NameOf(engine), options);
        var view = new AnswerView(answerShell, PictureScreens.Open(answerShell, folder is null ? "none" : "auto"), saver.Save, showFiles: true);
        await foreach (var update in engine.GenerateAsync([.. question, new PromptPart.EndOfTurn()], options, cancellationToken))
        {
            view.Show(update);
        }

        if (asJson)
        {
            shell.WriteJson(writer =>
            {
                view.Record.WriteJson(writer);
                writer.WriteNumber("seed", options.Seed.Value);
                writer.WriteString("model", EngineLoader.NameOf(engine));
            });
        }

        return ExitCode.Done;
    }
}
